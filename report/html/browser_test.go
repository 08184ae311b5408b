package html_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/tlssniff/tlssniff/record"
)

// Expressions that the tests look at.
const (
	jsRows    = `document.querySelectorAll("tr[data-uid]").length`
	jsCount   = `document.querySelector(".count").textContent`
	jsOpen    = `document.querySelector("tr.open")?.dataset.uid ?? ""`
	jsServers = `[...document.querySelectorAll("tr[data-uid] td.server")].map((cell) => cell.textContent)`
	jsFocus   = `document.activeElement.closest("tr")?.dataset.uid ?? ""`
)

func TestSearchFilterAndAddress(t *testing.T) {
	b := open(t, samples(t), "")
	b.wants(jsRows, 34)
	b.do(chromedp.SendKeys(chromedp.CSS("input[name=q]"), "other.EXAMPLE 443"))
	b.wants(jsCount, "1 of 34 connections")
	b.wants(jsServers, []string{"other.example"})
	b.wants(`new URLSearchParams(location.hash.slice(1)).get("q")`, "other.EXAMPLE 443")

	b.do(chromedp.Reload())
	b.wants(jsCount, "1 of 34 connections")
	b.wants(`document.querySelector("input[name=q]").value`, "other.EXAMPLE 443")

	b.do(chromedp.Click(chromedp.CSS(".chips button")))
	b.wants(jsCount, "34 connections")
	b.do(chromedp.Click(chromedp.CSS(`a[href="#outcome=failed"]`)))
	b.wants(jsCount, "10 of 34 connections")
	b.do(chromedp.Click(chromedp.CSS(`#connections`)), chromedp.Click(chromedp.CSS(`a[href="#version=TLS+1.3"]`)))
	b.wants(`[...document.querySelectorAll(".chips button")].map((chip) => chip.textContent)`,
		[]string{"outcome: failed", "version: TLS 1.3", "all filters"})
	b.do(chromedp.NavigateBack())
	b.wants(jsCount, "10 of 34 connections")
}

func TestTimeFilter(t *testing.T) {
	b := open(t, samples(t), "")
	b.wants(`document.querySelectorAll(".time svg a").length`, 8)
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".time svg a rect").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))`))
	b.wants(jsRows, 4)
}

func TestSort(t *testing.T) {
	b := open(t, samples(t), "#version=TLS+1.2")
	starts := `[...document.querySelectorAll("tr[data-uid] td.time")].map((cell) => cell.textContent)`
	sorted := func(down bool) string {
		reverse := map[bool]string{true: ".reverse()"}[down]
		return `JSON.stringify(` + starts + `) === JSON.stringify(` + starts + `.sort()` + reverse + `)`
	}
	b.do(chromedp.Click(chromedp.CSS(`button[data-sort=start]`)))
	b.wants(`document.querySelector("th.time").ariaSort`, "ascending")
	b.wants(sorted(false), true)
	b.do(chromedp.Click(chromedp.CSS(`button[data-sort=start]`)))
	b.wants(`document.querySelector("th.time").ariaSort`, "descending")
	b.wants(sorted(true), true)
	b.wants(`location.hash`, "#version=TLS+1.2&sort=-start")
}

func TestKeyboard(t *testing.T) {
	all := samples(t)
	b := open(t, all, "#sort=start")
	b.do(chromedp.Focus(chromedp.CSS(`tr[data-uid] [tabindex="0"]`)))
	b.wants(jsFocus, all[0].UID)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.wants(jsFocus, all[1].UID)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.wants(jsOpen, all[1].UID)
	b.wants(jsFocus, all[1].UID)
	b.wants(`document.querySelector("tr.open button").ariaExpanded`, "true")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.wants(jsOpen, "")
	b.do(chromedp.KeyEvent(kb.End))
	b.wants(jsFocus, all[len(all)-1].UID)
}

// TestOpen holds what a failed connection opens to.
func TestOpen(t *testing.T) {
	all := samples(t)
	i := slices.IndexFunc(all, func(c *record.Connection) bool {
		return strings.HasSuffix(c.Capture.Source, "alert-no-client-certificate.pcap")
	})
	b := open(t, all, "#open="+all[i].UID)
	b.wants(jsOpen, all[i].UID)
	b.wants(`document.querySelectorAll(".ladder li").length > 10`, true)
	b.wants(`document.querySelector(".ladder li.trouble").innerText.includes("sends an empty list")`, true)
	b.wants(`document.querySelectorAll(".certificate").length`, 3)
	b.wants(`[...document.querySelectorAll(".copyable input")].map((field) => field.value)`, []string{
		"ip.addr == 192.0.2.10 && ip.addr == 192.0.2.20 && tcp.port == 48782 && tcp.port == 443 && frame.number >= 1 && frame.number <= 16",
		"frame.number == 8 || frame.number == 12 || frame.number == 13",
	})
	b.do(chromedp.Click(chromedp.CSS("tr.open td.time")))
	b.wants(jsOpen, "")
}

// TestHostilePage holds that text from the wire stays text in a browser.
func TestHostilePage(t *testing.T) {
	shown := attacks[:len(attacks)-1] // the last is cleaned
	var all []*record.Connection
	for i, attack := range shown {
		c := hostile(attack)
		c.UID = fmt.Sprintf("%024x", i+1)
		c.Certificates.Server[0].SHA256 = c.UID
		all = append(all, c)
	}
	b := open(t, all, "")
	b.wants(jsServers, shown)
	for i, attack := range shown {
		b.do(chromedp.Navigate(b.file + "#open=" + all[i].UID))
		b.wants(jsOpen, all[i].UID)
		b.wants(`document.querySelector(".certificate dd").textContent`, "CN="+attack)
		b.wants(`document.querySelector(".why").textContent.includes(`+quoted(t, attack)+`)`, true)
	}
	b.wants(`document.querySelectorAll("main img, main script, [onload], [onerror]").length`, 0)
}

// TestPolicy holds that the page's policy forbids what a script from the wire would
// try, and that the console tells of it: so a quiet one means something.
func TestPolicy(t *testing.T) {
	b := open(t, samples(t), "")
	for attempt, want := range map[string]string{
		`new Image().src = "http://127.0.0.1:9/"`: "img-src",
		`document.body.innerHTML = "<b>"`:         "require-trusted-types-for",
		`document.head.append(Object.assign(document.createElement("style"), { textContent: "b{}" }))`: "style-src-elem",
	} {
		script := `new Promise((done) => {
			document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
			try { ` + attempt + ` } catch {}
		})`
		got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
		if err != nil || got != want {
			t.Errorf("%s: forbidden by %q, not %q (%v)", attempt, got, want, err)
		}
	}
	for range 100 {
		if b.forgive(3) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("the console does not tell what the policy forbids")
}

func quoted(t *testing.T, s string) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestPages holds that many connections are shown a page at a time.
func TestPages(t *testing.T) {
	var all []*record.Connection
	for len(all) < 272 {
		all = append(all, samples(t)...)
	}
	for i, c := range all {
		c.UID = fmt.Sprintf("%024x", i)
	}
	b := open(t, all, "#page=2")
	first := `document.querySelector(".rows tbody tr").ariaRowIndex`
	b.wants(jsRows, 100)
	b.wants(first, "102")
	b.do(chromedp.Click(chromedp.CSS(".pages button:nth-last-child(2)")))
	b.wants(jsRows, 72)
	b.wants(`document.querySelector(".pages span").textContent`, "page 3 of 3")

	// One that is opened by its address is found on its page, which stays when it is closed.
	b.do(chromedp.Navigate(b.file + "#sort=start&open=" + all[0].UID))
	b.wants(jsOpen, all[0].UID)
	b.do(chromedp.Navigate(b.file + "#sort=-start&open=" + all[0].UID))
	b.wants(`document.querySelector(".pages span").textContent`, "page 3 of 3")
	b.do(chromedp.Click(chromedp.CSS("tr.open td.time")))
	b.wants(jsOpen, "")
	b.wants(first, "202")
}

// TestPrint holds that the page prints.
func TestPrint(t *testing.T) {
	b := open(t, samples(t), "")
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 20_000 {
		t.Errorf("no page was printed: %d bytes", len(pdf))
	}
}

// TestWithoutScript holds that summary and failures can be read where no script
// runs, as in a mail's preview.
func TestWithoutScript(t *testing.T) {
	b := open(t, samples(t), "")
	b.wants(`getComputedStyle(document.querySelector(".plain")).display`, "none")
	b.wants(`document.documentElement.classList.remove("scripted"), getComputedStyle(document.querySelector(".plain")).display`, "block")
	b.wants(`document.querySelectorAll(".plain tbody tr").length`, 11)
}
