package report

import (
	"encoding/hex"
	"strings"
)

// attribute is one of a distinguished name's.
type attribute struct {
	kind, value string
	// beside says that it is in the same RDN as the one before it.
	beside bool
}

// attributes takes a name of the record's apart (RFC 4514), in the order of its text. What
// is no such name is a value without a kind.
func attributes(name string) []attribute {
	var all []attribute
	beside := false
	for name != "" {
		end := attributeEnd(name)
		kind, value, found := strings.Cut(name[:end], "=")
		if !found {
			kind, value = "", name[:end]
		}
		all = append(all, attribute{kind, unescape(value), beside})
		if end == len(name) {
			break
		}
		beside = name[end] == '+'
		name = name[end+1:]
	}
	return all
}

// attributeEnd returns where a name's first attribute ends.
func attributeEnd(name string) int {
	for i := 0; i < len(name); i++ {
		switch name[i] {
		case '\\':
			i++
		case ',', '+':
			return i
		}
	}
	return len(name)
}

// unescape returns an attribute's value as it was before RFC 4514, section 2.4 was applied to it.
func unescape(value string) string {
	if !strings.Contains(value, `\`) {
		return value
	}
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] == '\\' && i+1 < len(value) {
			if octet, err := hex.DecodeString(value[i+1 : min(i+3, len(value))]); err == nil && len(octet) == 1 {
				b.WriteByte(octet[0])
				i += 2
				continue
			}
			i++
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// inOrder writes a name as certificates have it, the widest part first, with ", " between
// the parts, as Suricata and Elastic show names.
func inOrder(name string) string {
	all := attributes(name)
	var b strings.Builder
	for end := len(all); end > 0; {
		start := end - 1
		for start > 0 && all[start].beside {
			start--
		}
		for _, a := range all[start:end] {
			switch {
			case a.beside:
				b.WriteString(" + ")
			case b.Len() > 0:
				b.WriteString(", ")
			}
			if a.kind != "" {
				b.WriteString(a.kind + "=")
			}
			b.WriteString(a.value)
		}
		end = start
	}
	return b.String()
}
