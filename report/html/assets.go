package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"strings"
)

//go:embed page.html opening.html page.css script/*.js
var files embed.FS

// scripts are the script's files in the order in which they are put together:
// each uses only what stands before it.
var scripts = []string{"address", "element", "data", "select", "ladder", "detail", "table", "filters", "page"}

// templates of the page: what stands before the data, and what behind it.
var (
	opening = template.Must(template.ParseFS(files, "opening.html"))
	body    = template.Must(template.New("page.html").Funcs(template.FuncMap{"grouped": grouped}).ParseFS(files, "page.html"))
)

// assets are the same in every page. Style and Script are whole elements.
var assets = inline()

type inlined struct {
	Policy string
	Style  template.HTML
	Script template.HTML
}

// inline puts style and script together, and makes the policy that lets a
// browser run them and nothing else: no other script, no request to anywhere.
func inline() inlined {
	style := read("page.css")
	var b strings.Builder
	b.WriteString("\"use strict\";\n")
	for _, name := range scripts {
		b.WriteString(read("script/" + name + ".js"))
	}
	script := b.String()
	return inlined{
		Policy: strings.Join([]string{
			"default-src 'none'",
			"script-src " + hash(script),
			"style-src " + hash(style),
			"base-uri 'none'",
			"form-action 'none'",
			"require-trusted-types-for 'script'",
			"trusted-types 'none'",
		}, "; "),
		Style:  template.HTML("<style>" + style + "</style>"),
		Script: template.HTML("<script type=\"module\">" + script + "</script>"),
	}
}

// read returns an embedded file, without carriage returns: a checkout may have put them in, and they
// would change what browsers hash.
func read(name string) string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded
	}
	return strings.ReplaceAll(string(b), "\r", "")
}

// hash names a text in a Content-Security-Policy (CSP 3, section 2.3.1).
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
