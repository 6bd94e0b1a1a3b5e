// Draws the diagrams of a page: a code block in Mermaid becomes a picture in the colours of the theme.
// The library is fetched from this site, and only by pages that have a diagram.

const READABLE = 0.72;
const blocks = [...document.querySelectorAll<HTMLElement>('pre[data-language="mermaid"]')];
if (blocks.length > 0) void drawAll();

async function drawAll(): Promise<void> {
  const { default: mermaid } = await import('mermaid');
  const figures = blocks.map((block) => {
    // The block has a line per element; the text of the diagram is theirs, joined.
    const lines = [...block.querySelectorAll('.ec-line')].map((line) => line.textContent ?? '');
    const figure = document.createElement('figure');
    figure.className = 'diagram';
    // What stands around the block stays: a page's first one brings the styles of them all.
    (block.closest('figure') ?? block).replaceWith(figure);
    return { figure, text: lines.map((line) => line.replace(/\n$/, '')).join('\n') };
  });
  const draw = async (): Promise<void> => {
    mermaid.initialize({
      startOnLoad: false,
      theme: 'base',
      look: 'classic',
      fontFamily: 'inherit',
      themeVariables: colours(),
      sequence: { mirrorActors: false },
    });
    for (const [n, { figure, text }] of figures.entries()) {
      const { svg } = await mermaid.render(`diagram-${n}`, text);
      figure.innerHTML = svg;
      // Smaller than this it could not be read: then it is scrolled instead.
      const picture = figure.querySelector('svg');
      if (picture !== null)
        picture.style.minWidth = `${picture.viewBox.baseVal.width * READABLE}px`;
      if (figure.scrollWidth > figure.clientWidth) figure.tabIndex = 0;
    }
  };
  await draw();
  new MutationObserver(() => void draw()).observe(document.documentElement, {
    attributeFilter: ['data-theme'],
  });
}

/** Mermaid wants plain colours: those that the site's variables have come to. */
function colours(): Record<string, string> {
  const probe = document.createElement('i');
  document.body.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const [text, line, fill, back, note] = [
    '--sl-color-white',
    '--sl-color-gray-3',
    '--site-fill',
    '--sl-color-bg',
    '--site-note',
  ].map(read);
  probe.remove();
  return {
    background: back ?? '',
    primaryColor: fill ?? '',
    primaryTextColor: text ?? '',
    primaryBorderColor: line ?? '',
    lineColor: line ?? '',
    textColor: text ?? '',
    noteBkgColor: note ?? '',
    noteTextColor: text ?? '',
    noteBorderColor: line ?? '',
    edgeLabelBackground: back ?? '',
    actorBkg: fill ?? '',
    actorBorder: line ?? '',
    actorTextColor: text ?? '',
    signalColor: text ?? '',
    signalTextColor: text ?? '',
  };
}
