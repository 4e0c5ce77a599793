window.bridgeAtStart = typeof window.bridge;
addEventListener('DOMContentLoaded', () => {
  document.getElementById('open').addEventListener('click', () => window.open('https://example.com/popup'));
});
