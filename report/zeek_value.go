package report

import (
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/tlssniff/tlssniff/record"
)

// zeekColumn is a field of an entry, with Zeek's name and type for it.
type zeekColumn[T any] struct {
	name, kind string
	value      func(*T) zeekValue
}

// The types that columns have.
const (
	zeekTimes     = "time"
	zeekStrings   = "string"
	zeekAddresses = "addr"
	zeekPorts     = "port"
	zeekCounts    = "count"
	zeekBools     = "bool"
	zeekVectors   = "vector[string]"
	zeekAddrLists = "vector[addr]"
)

// zeekValue is one field of an entry. Which member holds it is the column's type's affair.
type zeekValue struct {
	set    bool
	text   string
	list   []string
	number uint64
	at     zeekTime
}

// zeekTime is a time in seconds and microseconds since 1970-01-01 UTC.
type zeekTime struct {
	seconds int64
	micros  int
}

func zeekText(s string) zeekValue { return zeekValue{set: s != "", text: s} }

func zeekOptional(s record.Optional[string]) zeekValue {
	return zeekValue{set: s.Present, text: s.Value}
}

func zeekList(list []string) zeekValue { return zeekValue{set: list != nil, list: list} }

func zeekNumber(n uint64) zeekValue { return zeekValue{set: true, number: n} }

func zeekBool(b bool) zeekValue {
	if b {
		return zeekNumber(1)
	}
	return zeekNumber(0)
}

func zeekAt(t time.Time) zeekValue {
	return zeekValue{set: true, at: zeekTime{t.Unix(), t.Nanosecond() / 1000}}
}

// appendZeekLine appends an entry as fields with tabs between them.
func appendZeekLine[T any](dst []byte, _ string, columns []zeekColumn[T], of *T) []byte {
	for i := range columns {
		if i > 0 {
			dst = append(dst, '\t')
		}
		v := columns[i].value(of)
		if !v.set {
			dst = append(dst, '-')
			continue
		}
		switch columns[i].kind {
		case zeekTimes:
			dst = v.at.append(dst)
		case zeekPorts, zeekCounts:
			dst = strconv.AppendUint(dst, v.number, 10)
		case zeekBools:
			dst = append(dst, "FT"[v.number])
		case zeekVectors, zeekAddrLists:
			dst = appendZeekVector(dst, v.list)
		default:
			dst = appendZeekText(dst, v.text, false)
		}
	}
	return append(dst, '\n')
}

// appendZeekJSON appends an entry as an object. What is not set is left out.
func appendZeekJSON[T any](dst []byte, log string, columns []zeekColumn[T], of *T) []byte {
	o := record.Open(dst)
	o.Text("_path", log)
	var number [32]byte
	for i := range columns {
		name, v := columns[i].name, columns[i].value(of)
		if !v.set {
			continue
		}
		switch columns[i].kind {
		case zeekTimes:
			o.Encoded(name, v.at.append(number[:0]))
		case zeekPorts, zeekCounts:
			o.Unsigned(name, v.number)
		case zeekBools:
			o.Bool(name, v.number == 1)
		case zeekVectors, zeekAddrLists:
			o.Texts(name, v.list)
		default:
			o.Text(name, v.text)
		}
	}
	return append(o.Close(), '\n')
}

// append appends seconds with six digits behind the point, as Zeek has them.
func (t zeekTime) append(dst []byte) []byte {
	if t.seconds < 0 && t.micros > 0 {
		t.seconds, t.micros = t.seconds+1, 1_000_000-t.micros
		if t.seconds == 0 {
			dst = append(dst, '-')
		}
	}
	dst = append(strconv.AppendInt(dst, t.seconds, 10), '.')
	for unit := 100_000; unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+t.micros/unit%10))
	}
	return dst
}

func appendZeekVector(dst []byte, list []string) []byte {
	if len(list) == 0 {
		return append(dst, "(empty)"...)
	}
	for i, s := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendZeekText(dst, s, true)
	}
	return dst
}

// appendZeekText appends text as Zeek escapes it: a byte that would end the field, the element or
// the line becomes \x and two digits, a backslash two. So does what a terminal would act on. Text
// that reads as an unset or empty field has its first character escaped.
func appendZeekText(dst []byte, s string, element bool) []byte {
	switch s {
	case "":
		return append(dst, "(empty)"...)
	case "-", "(empty)":
		return append(appendZeekByte(dst, s[0]), s[1:]...)
	}
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f && c != '\\' && c != ',' {
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\\':
			dst = append(dst, '\\', '\\')
		case r == utf8.RuneError && n == 1, !printable(r), r == ',' && element:
			for _, c := range []byte(s[i : i+n]) {
				dst = appendZeekByte(dst, c)
			}
		default:
			dst = append(dst, s[i:i+n]...)
		}
		i += n
	}
	return dst
}

func appendZeekByte(dst []byte, c byte) []byte {
	const digits = "0123456789abcdef"
	return append(dst, '\\', 'x', digits[c>>4], digits[c&15])
}
