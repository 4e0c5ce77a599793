/** Colours are of AA contrast in both schemes; the contents stand beside the text where there is room. */
export const styleSheet = `
:root { color-scheme: light dark; --ground: #ffffff; --raised: #f4f6f8; --text: #17212b; --soft: #4a5865; --line: #d5dce3; --link: #0b5cab; --get: #0a6640; --change: #7a4a00; --remove: #a11d2b; --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; }
@media (prefers-color-scheme: dark) { :root { --ground: #10161c; --raised: #18212a; --text: #e6ecf1; --soft: #a9b6c2; --line: #2e3a46; --link: #7ab8ff; --get: #6fd6a4; --change: #f0b95f; --remove: #ff9099; } }
* { box-sizing: border-box; }
html { scroll-padding: 1rem 0 4.5rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
header { display: flex; flex-wrap: wrap; gap: .75rem 2rem; align-items: center; justify-content: space-between; padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--raised); }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.3; }
header p { margin: 0; color: var(--soft); font-size: .875rem; }
form { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; flex: 1 1 18rem; max-width: 34rem; }
label { flex: 1 0 100%; font-size: .875rem; color: var(--soft); }
input, button { font: inherit; padding: .4rem .75rem; min-height: 2.75rem; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 6px; }
input { flex: 1 1 10rem; min-width: 0; }
::placeholder { color: var(--soft); opacity: 1; }
.page { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 3rem; padding: 0 1.25rem 4rem; max-width: 88rem; }
nav { padding: .75rem 0; border-bottom: 1px solid var(--line); }
nav ul, .within { list-style: none; padding: 0; margin: 0; }
nav > ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
nav > ul ul { display: none; }
nav a, .within a { display: inline-block; padding: .3rem 0; }
.within { margin: .5rem 0 1.5rem; }
.within a { display: flex; align-items: baseline; overflow-wrap: anywhere; text-decoration: none; }
.within a:hover { text-decoration: underline; }
.within .method { flex: none; width: 4rem; }
.back { position: fixed; inset: auto 1rem 1rem auto; padding: .6rem 1rem; background: var(--raised); border: 1px solid var(--soft); border-radius: 6px; text-decoration: none; }
.skip { position: absolute; left: -100vw; padding: .6rem 1rem; background: var(--ground); }
.skip:focus { left: .5rem; top: .5rem; }
main { min-width: 0; }
h2 { font-size: 1.375rem; line-height: 1.3; margin: 2.5rem 0 .5rem; }
section { border-top: 1px solid var(--line); padding: 1rem 0 2rem; }
.basics { border-top: 0; padding-bottom: 0; }
.basics h2 { margin-top: 0; }
section:target { border-top-color: var(--link); box-shadow: 0 -1px 0 var(--link); }
h3 { font-size: 1.0625rem; margin: .25rem 0; overflow-wrap: anywhere; }
h3 code { font-size: 1rem; }
.shape h3 code, h4 code { font-weight: 600; }
h4 { font-size: .875rem; margin: 1.25rem 0 .25rem; }
.what, .type, .optional { color: var(--soft); font-weight: 400; }
p { margin: .25rem 0; max-width: 46rem; }
.who { color: var(--soft); font-size: .875rem; }
.lines { font-size: .875rem; }
.method { font: 600 .75rem var(--mono); color: var(--change); }
.GET { color: var(--get); }
.DELETE { color: var(--remove); }
code, pre { font: .875em/1.5 var(--mono); overflow-wrap: anywhere; }
pre { margin: .75rem 0 0; padding: .75rem 1rem; overflow-x: auto; overflow-wrap: normal; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; font-size: .8125rem; max-width: 46rem; }
dl { margin: 0; }
dd { margin: 0; }
.members > div { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .75rem; padding: .5rem 0; border-top: 1px solid var(--line); font-size: .875rem; }
.members dt { overflow-wrap: anywhere; }
.members dt code { font-size: .875rem; }
.members .type code { font-size: .8125rem; }
.members .note { flex: 1 0 100%; color: var(--soft); }
.required { font-weight: 600; }
.prose > div { padding: .5rem 0; max-width: 46rem; }
.prose dt { font-weight: 600; }
.codes { display: flex; flex-wrap: wrap; gap: .125rem 1.25rem; list-style: none; padding: 0; margin: 0; font-size: .875rem; color: var(--soft); }
.codes code { color: var(--text); }
@media (min-width: 48rem) {
  header { padding: 1rem 2rem; }
  .page { padding: 0 2rem 4rem; }
  .members > div { display: grid; grid-template-columns: minmax(0, 14rem) minmax(0, 9rem) 4.5rem minmax(0, 1fr); gap: 0 1rem; padding: .375rem 0; }
  .members .note { grid-column: 4; }
  .members .type + .note { grid-column: 3 / -1; }
  .prose > div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0 1rem; }
}
@media (min-width: 64rem) {
  .page { grid-template-columns: 20rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; border-bottom: 0; padding: 1.25rem 0; font-size: .875rem; }
  nav > ul { display: block; }
  nav > ul > li:first-child { margin-bottom: 1rem; }
  nav > ul ul { display: block; margin-bottom: 1rem; }
  .within, .back { display: none; }
  nav li li a { display: flex; align-items: baseline; padding: .15rem 0; overflow-wrap: anywhere; text-decoration: none; color: var(--text); }
  nav li li a:hover { text-decoration: underline; }
  nav li li .method { flex: none; width: 3.5rem; }
  nav .group { font-weight: 600; text-decoration: none; color: var(--text); }
  main { padding-top: 1rem; }
}
`;
