package report

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

func TestMarkdownGolden(t *testing.T) {
	records := incident()
	for _, c := range records[5:8] {
		c.Diagnosis = &record.Diagnosis{
			Cause: "no_shared_version", Confidence: "certain", Summary: "The server speaks no version that the client offers.",
			Evidence: []string{"packet 61: the client offers TLS 1.3", "packet 63: the server answers protocol_version"},
			Advice:   []string{"Enable TLS 1.2 or TLS 1.3 on the server."},
		}
	}
	golden(t, "markdown", print(t, "markdown", Options{}, run(), records))
}

func TestMarkdownCountsWhatItDoesNotShow(t *testing.T) {
	var records []*record.Connection
	for n := range 2 * maxMarkdownRows {
		c := established(n, "www.example.com", "TLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519")
		if n%4 == 0 {
			c = failed(n, "", "handshake_failure", "server")
			c.Server.Port = uint16(n)
			c.Diagnosis = &record.Diagnosis{Cause: "no_shared_cipher_suite", Confidence: "certain"}
		}
		records = append(records, c)
	}
	for range 3 { // the failure that is seen last, and most
		c := failed(len(records), "", "handshake_failure", "server")
		c.Server.Port = 9999
		c.Diagnosis = &record.Diagnosis{Cause: "no_shared_group", Confidence: "certain"}
		records = append(records, c)
	}
	got := print(t, "markdown", Options{}, run(), records)
	for _, want := range []string{
		"## What went wrong\n\n### No group for the key exchange in common: 3 connections",
		fmt.Sprintf("And %d more connections of other causes or at other servers.\n", maxMarkdownRows/2-maxMarkdownFailures+1),
		fmt.Sprintf("And %d more connections, which `--format csv` shows.\n", maxMarkdownRows+3),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
	if rows := strings.Count(got, "\n| ") - 2; rows != maxMarkdownRows {
		t.Errorf("%d rows besides the titles, want %d", rows, maxMarkdownRows)
	}
}

func TestMarkdownTextIsNoMarkup(t *testing.T) {
	for in, want := range map[string]string{
		"plain, and so on":        "plain, and so on",
		"*bold* _it_ ~no~":        `\*bold\* \_it\_ \~no\~`,
		"not_tls, TLS 1.3: a-b.":  "not_tls, TLS 1.3: a-b.",
		"[a](javascript:x)":       `\[a\](javascript:x)`,
		"<script>":                `\<script\>`,
		"https://www.example.com": `https\://www\.example.com`,
		"1. a":                    `1\. a`,
		"- a":                     `\- a`,
		"@everyone #1":            "`@`everyone `#`1",
		"&lt; a|b `c`":            "\\&lt; a\\|b \\`c\\`",
		"bücher":                  "bücher",
	} {
		if got := markdownText(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestMarkdownCodeHasAFenceThatItCannotBreak(t *testing.T) {
	for in, want := range map[string]string{
		"":              "",
		"a_b*c":         "`a_b*c`",
		"a`b":           "``a`b``",
		"``a":           "``` ``a ```",
		"<b>@everyone|": "`<b>@everyone|`",
	} {
		if got := markdownCode(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// TestMarkdownKeepsWhatWasSentInItsPlace holds that no text opens a line of its own, or ends a fence or a cell.
func TestMarkdownKeepsWhatWasSentInItsPlace(t *testing.T) {
	count := func(text string) (lines, cells int) {
		told, _, _ := strings.Cut(print(t, "markdown", Options{}, run(), []*record.Connection{poisoned(text)}), "## Summary")
		for line := range strings.Lines(told) {
			lines++
			if strings.HasPrefix(line, "| ") {
				cells += strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
			}
		}
		return lines, cells
	}
	lines, cells := count("harmless")
	for _, text := range []string{"a|b", "a\n# b", "a\x1eb\x1dc", "```x", "a\n```\n<script>"} {
		if l, c := count(text); l != lines || c != cells {
			t.Errorf("%q makes %d lines and %d cells, want %d and %d", text, l, c, lines, cells)
		}
	}
}

// poisoned makes up a record with the same text in every field.
func poisoned(text string) *record.Connection {
	c := new(record.Connection)
	poison(reflect.ValueOf(c).Elem(), text)
	return c
}
