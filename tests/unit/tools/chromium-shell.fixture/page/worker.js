fetch('https://example.com/').then(
  () => postMessage('reached'),
  () => postMessage('refused'),
);
