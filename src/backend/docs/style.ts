/** Colours are of AA contrast in both schemes; the contents stand beside the text where there is room. */
export const styleSheet = `
:root { color-scheme: light dark; --ground: #ffffff; --raised: #f4f6f8; --text: #17212b; --soft: #4a5865; --line: #d5dce3; --link: #0b5cab; --get: #0a6640; --change: #7a4a00; --remove: #a11d2b; }
@media (prefers-color-scheme: dark) { :root { --ground: #10161c; --raised: #18212a; --text: #e6ecf1; --soft: #a9b6c2; --line: #2e3a46; --link: #7ab8ff; --get: #6fd6a4; --change: #f0b95f; --remove: #ff9099; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
header { padding: 1.5rem 2rem; border-bottom: 1px solid var(--line); background: var(--raised); }
h1 { margin: 0; font-size: 1.5rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
input, button { font: inherit; padding: .4rem .7rem; min-height: 2.5rem; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 6px; }
input { flex: 1 1 14rem; max-width: 28rem; }
.page { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; padding: 1rem 2rem 4rem; max-width: 90rem; }
@media (min-width: 64rem) { .page { grid-template-columns: 22rem minmax(0, 1fr); } nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; } }
nav ul { list-style: none; padding: 0; margin: 0; }
nav a { display: block; padding: .2rem 0; text-decoration: none; overflow-wrap: anywhere; font-size: .875rem; }
nav h2, main h2 { text-transform: capitalize; font-size: 1.1rem; margin: 1.2rem 0 .3rem; }
section { border-top: 1px solid var(--line); padding: .5rem 0 1.5rem; scroll-margin-top: 1rem; }
section:target { border-top-color: var(--link); }
h3 { font-size: 1.05rem; margin: .8rem 0 .3rem; overflow-wrap: anywhere; }
h4 { font-size: .95rem; margin: 1rem 0 .3rem; }
p { margin: .4rem 0; }
.who { color: var(--soft); font-size: .9rem; }
.method { font: 600 .8rem ui-monospace, monospace; color: var(--change); }
.GET { color: var(--get); }
.DELETE { color: var(--remove); }
code { font: .875rem ui-monospace, monospace; }
.scroll { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--soft); }
summary { cursor: pointer; padding: .3rem 0; }
.codes { display: flex; flex-wrap: wrap; gap: .3rem 1rem; list-style: none; padding: 0; margin: 0; }
`;
