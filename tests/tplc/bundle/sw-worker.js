const list = ["asset:style.css", "asset:site.webmanifest"];
