import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, callNames, eventChannel, eventNames } from '../shared/ipc/names.ts';

// One function per call and one subscription per event: the window never sees ipcRenderer, nor a channel's name.
const callFunctions = Object.fromEntries(
  callNames.map(name => [name, (input: unknown) => ipcRenderer.invoke(callChannel(name), input)]),
);

const subscriptions = Object.fromEntries(
  eventNames.map(name => [
    name,
    (listener: (payload: unknown) => void) => {
      const forward = (_event: unknown, payload: unknown) => listener(payload);
      ipcRenderer.on(eventChannel(name), forward);
      return () => {
        ipcRenderer.removeListener(eventChannel(name), forward);
      };
    },
  ]),
);

contextBridge.exposeInMainWorld('sealdesk', { ...callFunctions, on: subscriptions });
