// A comment with a 'quote
const a = 1, b = "// not a comment", c = 'it\'s'; /* gone */ const d = a/*gone*/+ 1;

const e = /[/"'`]\/ "/g.test(b) ? a / 2 / 3 : (a) / 4;   // gone
const f = `  kept // as it is
    ${ [1, 2].map((n) => `<${n /* gone */ }>{}`).join("}") } \` ${d}
  end`;
/* gone
   over lines */ const g = () => {
    return /x'y/.exec(b)
}
document.body.style.setProperty("--kept", asset);
fetch("asset:picture.svg"); let h = { asset: 1 };
