import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openBridge } from './bridge.ts';
import { createKeys } from './keys/index.ts';
import { createLinksStore, createNewLinkStore } from './links/index.ts';
import { createQueueStore } from './queue/index.ts';
import { ServicesContext, type Services } from './services.ts';
import { createAppStore } from './stores/app.ts';
import { createPreferencesStore } from './stores/preferences.ts';
import { createRouteStore } from './stores/route.ts';
import { createSyncStore, serverNow } from './stores/sync.ts';
import { createToastStore } from './stores/toasts.ts';
import { TooltipProvider } from './ui/index.ts';
import { createDocumentLibrary } from './viewer/index.ts';

const bridge = openBridge();
const app = createAppStore(bridge);
const sync = createSyncStore(bridge);
const services: Services = {
  bridge,
  app,
  sync,
  queue: createQueueStore(bridge),
  links: createLinksStore(bridge, () => serverNow(sync)),
  newLink: createNewLinkStore(bridge),
  route: createRouteStore(),
  toasts: createToastStore(bridge),
  preferences: createPreferencesStore(bridge, app),
  keys: createKeys(),
  documents: createDocumentLibrary(bridge),
};

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <CSPProvider disableStyleElements>
    <ServicesContext value={services}>
      <TooltipProvider delay={400}>
        <App />
      </TooltipProvider>
    </ServicesContext>
  </CSPProvider>,
);
