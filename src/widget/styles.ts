/** As a constructed sheet, which no policy of the host forbids. README.md names the properties and parts. */
const CSS = `
:host{display:block;color-scheme:inherit;
--_accent:var(--perennial-accent,light-dark(#1d6b42,#6ecb97));
--_on:var(--perennial-on-accent,light-dark(#fff,#06180d));
--_text:var(--perennial-text,light-dark(#16201a,#e8ede9));
--_muted:var(--perennial-muted,light-dark(#57645b,#9fada4));
--_surface:var(--perennial-surface,light-dark(#fff,#1a201c));
--_soft:var(--perennial-soft,light-dark(#eef2ec,#262e29));
--_border:var(--perennial-border,light-dark(#86928a,#75837a));
--_error:var(--perennial-error,light-dark(#b3261e,#f2938c));
--_radius:var(--perennial-radius,10px);
font:var(--perennial-font,400 15px/1.5 system-ui,sans-serif);color:var(--_text)}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box;margin:0}
[part=card]{background:var(--_surface);border:1px solid var(--_soft);border-radius:var(--_radius);padding:20px;display:grid;gap:16px;container-type:inline-size;overflow-wrap:anywhere}
[part=title]{font-weight:600;font-size:1.15em}
[part=fields]{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,180px),1fr));gap:14px}
label{display:grid;gap:4px;align-content:start;font-weight:500;font-size:.92em}
small,[part=state],[part=notes],.muted{color:var(--_muted);font-size:.88em;font-weight:400}
input,select,button{font:inherit;color:inherit;min-block-size:44px;border-radius:calc(var(--_radius) - 3px);border:1px solid var(--_border);background:var(--_surface);padding-inline:10px;inline-size:100%;min-inline-size:0}
input[aria-invalid]{border-color:var(--_error)}
button{inline-size:auto;padding-inline:18px;font-weight:600;cursor:pointer;background:var(--_soft);border-color:transparent}
[part=button]{background:var(--_accent);color:var(--_on);justify-self:start}
button:hover{filter:brightness(.95)}
:focus-visible{outline:2px solid var(--_accent);outline-offset:2px}
[part=answer]{display:grid;gap:8px;background:var(--_soft);border-radius:var(--_radius);padding:16px}
[part=value]{font-size:1.6em;font-weight:650;line-height:1.2}
ul{list-style:none;padding:0;display:grid;gap:6px}
[part=probabilities] li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:2px 12px;font-variant-numeric:tabular-nums}
[part=bar]{grid-column:1/-1;block-size:6px;border-radius:3px;background:var(--_accent);min-inline-size:2px}
[part=feedback]{display:grid;gap:8px}
.row{display:flex;flex-wrap:wrap;gap:8px;align-items:end}
.row>label{flex:1 1 140px}
[part=error]{color:var(--_error)}
`;

export function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}
