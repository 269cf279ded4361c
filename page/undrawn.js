// Parts of Vega and Vega-Lite that no figure of the page is made with, by file and name. Where one is wanted all the same,
// it says that it was left out.

export const LEFT_OUT = {
  'vega-lite/build/index.js': `
    normalizeBoxPlot normalizeErrorBar normalizeErrorBand extractTransformsFromEncoding
    LookupNode WindowTransformNode JoinAggregateTransformNode DensityTransformNode PivotTransformNode
    RegressionTransformNode LoessTransformNode QuantileTransformNode FoldTransformNode FlattenTransformNode
    ExtentTransformNode SampleTransformNode GraticuleNode SequenceNode ProjectionComponent
    getGroupsForStackedBarWithCornerRadius rectBinPosition rectBinRef offsetedRectFormulas
    createBinComponent autoMaxBins getBinStepSignal binFormatExpression parseSelectionExtent addDimension
    dateTimeParts normalizeDay normalizeMonth normalizeQuarter timeFormatExpression fieldExpr
    replaceRepeaterInChannelDef replaceRepeaterInMapping replaceRepeaterInFieldDef
    colorSignalConfig fontSizeSignalConfig gatherFitData durationExpr assembleInit`,
  'vega-scenegraph/build/vega-scenegraph.js': `
    SVGRenderer CanvasRenderer HybridRenderer SVGHandler HybridHandler
    draw draw$1 draw$3 draw$4 pick pickVisit intersectGroup intersectBoxLine gradient pathRender segments bezier`,
  'vega-view/build/vega-view.js': `
    initialize observeContainer watchPixelRatio initializeHandler initializeAria hover renderToImageURL
    renderToCanvas bind eventExtend`,
  'vega-parser/build/vega-parser.js': `parseProjection parseTrigger legendGradientLabels legendGradientDiscrete legendGradient`,
  'vega-functions/build/vega-functions.js': `modify scaleGradient intersectLasso pointInPolygon`,
  'vega-loader/build/vega-loader.browser.js': `topojson dsv`,
};

/** Stretches that are chosen with a pointer, and lines that are curved. */
const CHOICES = [
  [
    'vega-lite/build/index.js',
    /^    (?:interval|inputBindings|scaleBindings|legendBindings|translate|zoom),\n/gm,
    '',
  ],
  [
    'vega-scenegraph/build/vega-scenegraph.js',
    /^  'basis': \{\n[\s\S]*?(?=^  'linear': \{\n)|^  'linear-closed': \{\n[\s\S]*?(?=^  'step': \{\n)/gm,
    '',
  ],
];

/** The file without what is left out of it; null where all of it is kept. */
export function drawn(path, code) {
  const file = Object.keys(LEFT_OUT).find((one) => path.endsWith(`/${one}`));
  if (file === undefined) return null;
  let made = code;
  for (const name of LEFT_OUT[file].trim().split(/\s+/)) made = without(made, name, file);
  for (const [of, pattern, instead] of CHOICES) if (of === file) made = replaced(made, pattern, instead);
  return `${made}\nfunction leftOut(name) { throw new Error(name + ' is left out of the page'); }\n`;
}

/** Empty, but for what it says. Ends where a line is nothing but a brace. */
function without(code, name, file) {
  const plain = name.replace('$', '\\$');
  const pattern = new RegExp(
    `^((?:export )?(?:async )?)(function|class) ${plain}(?=[ (])[^\\n]*\\{\\n[\\s\\S]*?^\\}\\n`,
    'm',
  );
  return replaced(
    code,
    pattern,
    (_, before, kind) =>
      kind === 'class'
        ? `${before}class ${name} { constructor() { leftOut('${name}'); } }\n`
        : `${before}function ${name}() { leftOut('${name}'); }\n`,
    `${name} in ${file}`,
  );
}

function replaced(code, pattern, instead, what = String(pattern)) {
  const made = code.replace(pattern, instead);
  if (made === code) throw new Error(`there is no ${what} to leave out`);
  return made;
}
