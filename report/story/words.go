package story

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tlssniff/tlssniff/record"
)

// longest is how many characters of one text from the wire are told, and most
// how many of a list.
const (
	longest = 120
	most    = 6
)

// messageName turns a message's name into that of the RFCs: client_hello is ClientHello.
func messageName(name string) string {
	switch name {
	case "missing_bytes":
		return "missing"
	case "not_a_record":
		return "not TLS"
	case "encrypted_handshake":
		return "encrypted record"
	case "encrypted_alert":
		return "encrypted alert"
	case "application_data":
		return "application data"
	case "certificate_url":
		return "CertificateURL"
	}
	if strings.HasPrefix(name, "0x") {
		return "message " + short(name)
	}
	var b strings.Builder
	for word := range strings.SplitSeq(short(name), "_") {
		if word != "" {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// suiteName shortens a cipher suite's IANA name to what tells them apart.
func suiteName(name string) string {
	name = strings.TrimPrefix(short(name), "TLS_")
	name = strings.Replace(name, "_WITH_", "-", 1)
	return strings.ReplaceAll(name, "_", "-")
}

// short cuts a text that no person would read to its end.
func short(s string) string { return cut(s, longest) }

// cut cuts a text to so many bytes, and tells how many it had.
func cut(s string, size int) string {
	if len(s) <= size {
		return s
	}
	for size > 0 && !utf8.RuneStart(s[size]) {
		size--
	}
	return fmt.Sprintf("%s... (%d bytes)", s[:size], len(s))
}

// list joins the first few of some names, and tells how many there are besides.
func list(names []string, separator string) string {
	var parts []string
	for _, name := range names[:min(len(names), most)] {
		parts = append(parts, short(name))
	}
	if more := len(names) - most; more > 0 {
		parts = append(parts, fmt.Sprintf("%d more", more))
	}
	return strings.Join(parts, separator)
}

// and joins words as a person says them.
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// counted counts things in words.
func counted[N int | int64](n N, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// other names the other side.
func other(from string) string {
	if from == "client" {
		return "server"
	}
	return "client"
}

// span tells how long something is, as exactly as a person needs it.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return counted(int(d/time.Second), "second")
	case d < 2*time.Hour:
		return counted(int(d/time.Minute), "minute")
	case d < 2*day:
		return counted(int(d/time.Hour), "hour")
	case d < 1000*day:
		return counted(int(d/day), "day")
	}
	return counted(int(d/(365*day)), "year")
}

// milliseconds tells a short time.
func milliseconds(ms record.Milliseconds) string { return fmt.Sprintf("%.1f ms", float64(ms)) }
