package record

import (
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep the values of members that are not known may be nested.
const maxDepth = 100

// decoder takes JSON apart from its beginning to its end: what append puts together. The
// first error sticks, and nothing is read after it. The texts that it gives share the memory of
// the whole.
type decoder struct {
	s  string
	at int // of what is next
	// fault is what is wrong, or "", and where.
	fault   string
	faultAt int
	// unsafe says that there is a character that AppendJSON would have escaped.
	unsafe bool
}

// fail notes what is wrong with what is next.
func (d *decoder) fail(reason string) {
	if d.fault == "" {
		d.fault, d.faultAt = reason, d.at
	}
	d.at = len(d.s)
}

// space passes over white space, and returns what is next: 0 at the end.
func (d *decoder) space() byte {
	for ; d.at < len(d.s); d.at++ {
		switch c := d.s[d.at]; c {
		case ' ':
		case '\t', '\r', '\n':
			d.unsafe = true
		default:
			return c
		}
	}
	return 0
}

// token passes over one character, which must be next.
func (d *decoder) token(c byte) {
	if d.space() != c {
		d.fail("want " + strconv.QuoteRune(rune(c)))
		return
	}
	d.at++
}

// word passes over one of JSON's three words.
func (d *decoder) word(word string) bool {
	if len(d.s)-d.at < len(word) || d.s[d.at:d.at+len(word)] != word {
		return false
	}
	d.at += len(word)
	return true
}

// null passes over null, which stands for what is absent.
func (d *decoder) null() bool { return d.space() == 'n' && d.word("null") }

// readObject reads an object into v. It calls member with the name of each, to read its value.
func readObject[T any](d *decoder, v *T, member func(v *T, d *decoder, name string)) {
	d.token('{')
	if d.space() == '}' {
		d.at++
		return
	}
	for d.fault == "" {
		var name string
		d.text(&name)
		if d.token(':'); !d.null() {
			member(v, d, name)
		}
		if d.space() == '}' {
			d.at++
			return
		}
		d.token(',')
	}
}

// readChild reads an object where there was none.
func readChild[T any](d *decoder, v **T, member func(v *T, d *decoder, name string)) {
	*v = new(T)
	readObject(d, *v, member)
}

// readList reads a list, which is not nil where it is empty.
func readList[T any](d *decoder, v *[]T, one func(d *decoder, v *T)) {
	*v = []T{}
	d.token('[')
	if d.space() == ']' {
		d.at++
		return
	}
	*v = make([]T, 0, 4)
	for d.fault == "" {
		var item T
		if one(d, &item); d.fault == "" {
			*v = append(*v, item)
		}
		if d.space() == ']' {
			d.at++
			return
		}
		d.token(',')
	}
}

// readObjects reads a list of objects.
func readObjects[T any](d *decoder, v *[]T, member func(v *T, d *decoder, name string)) {
	readList(d, v, func(d *decoder, v *T) { readObject(d, v, member) })
}

func (d *decoder) texts(v *[]string) { readList(d, v, (*decoder).text) }

// readOptional reads what is present.
func readOptional[T any](d *decoder, v *Optional[T], read func(d *decoder, v *T)) {
	v.Present = true
	read(d, &v.Value)
}

func (d *decoder) bool(v *bool) {
	switch d.space(); {
	case d.word("true"):
		*v = true
	case d.word("false"):
		*v = false
	default:
		d.fail("want true or false")
	}
}

// numeral passes over a number as JSON has it, and returns its text.
func (d *decoder) numeral() string {
	d.space()
	from := d.at
	if d.at < len(d.s) && d.s[d.at] == '-' {
		d.at++
	}
	zero := d.at < len(d.s) && d.s[d.at] == '0'
	if n := d.digits(); n == 0 || zero && n > 1 {
		d.at = from
		d.fail("want a number")
		return ""
	}
	if d.at < len(d.s) && d.s[d.at] == '.' {
		if d.at++; d.digits() == 0 {
			d.fail("want a digit")
		}
	}
	if d.at < len(d.s) && (d.s[d.at] == 'e' || d.s[d.at] == 'E') {
		if d.at++; d.at < len(d.s) && (d.s[d.at] == '+' || d.s[d.at] == '-') {
			d.at++
		}
		if d.digits() == 0 {
			d.fail("want a digit")
		}
	}
	return d.s[from:d.at]
}

// digits passes over digits and returns how many there were.
func (d *decoder) digits() int {
	from := d.at
	for d.at < len(d.s) && d.s[d.at]-'0' <= 9 {
		d.at++
	}
	return d.at - from
}

// signed reads a whole number that has room in its type.
func signed[T int | int64](d *decoder, v *T) {
	text := d.numeral()
	n, err := strconv.ParseInt(text, 10, 64)
	if *v = T(n); d.fault == "" && (err != nil || int64(*v) != n) {
		d.at -= len(text)
		d.fail("want a whole number that is not too large")
	}
}

// unsigned reads a whole number that is not negative and has room in its type.
func unsigned[T uint8 | uint16 | uint64](d *decoder, v *T) {
	text := d.numeral()
	n, err := strconv.ParseUint(text, 10, 64)
	if *v = T(n); d.fault == "" && (err != nil || uint64(*v) != n) {
		d.at -= len(text)
		d.fail("want a whole number that is neither negative nor too large")
	}
}

func (d *decoder) millis(v *Milliseconds) {
	text := d.numeral()
	f, err := strconv.ParseFloat(text, 64)
	if *v = Milliseconds(f); d.fault == "" && err != nil {
		d.fail("want a number that is not too large")
	}
}

// date reads a time as certificates have it.
func (d *decoder) date(v *time.Time) {
	var text string
	d.space()
	at := d.at
	d.text(&text)
	std, err := time.Parse(time.RFC3339Nano, text)
	if *v = std.UTC(); d.fault == "" && err != nil {
		d.at = at
		d.fail("want a time as in " + timeZeros)
	}
}

// The first and the last time that a Time can be.
var firstTime, lastTime = Time(math.MinInt64).Std(), Time(math.MaxInt64).Std()

func (d *decoder) time(v *Time) {
	var std time.Time
	d.space()
	at := d.at
	if d.date(&std); std.Before(firstTime) || std.After(lastTime) {
		d.at = at
		d.fail(fmt.Sprintf("want a time between the years %d and %d", firstTime.Year(), lastTime.Year()))
		return
	}
	*v = Time(std.UnixNano())
}

// text reads a string. What is no UTF-8 in it becomes U+FFFD.
func (d *decoder) text(v *string) {
	if d.space() != '"' {
		d.fail("want a text")
		return
	}
	d.at++
	n := plainPrefix(d.s[d.at:])
	if end := d.at + n; end < len(d.s) && d.s[end] == '"' {
		*v, d.at = d.s[d.at:end], end+1
		return
	}
	var b []byte
	for {
		n := plainPrefix(d.s[d.at:])
		b = append(b, d.s[d.at:d.at+n]...)
		d.at += n
		switch {
		case d.at == len(d.s):
			d.fail("the text has no end")
			return
		case d.s[d.at] == '"':
			d.at++
			*v = string(b)
			return
		case d.s[d.at] == '\\':
			b = d.escape(b)
		case d.s[d.at] < ' ':
			d.fail("a control character in a text")
			return
		default:
			r, size := utf8.DecodeRuneInString(d.s[d.at:])
			d.unsafe = d.unsafe || harmful(r) || r == utf8.RuneError && size == 1
			d.at += size
			b = utf8.AppendRune(b, r)
		}
	}
}

// escape appends the character that an escape stands for.
func (d *decoder) escape(b []byte) []byte {
	if d.at+1 == len(d.s) {
		d.fail("the text has no end")
		return b
	}
	switch c := d.s[d.at+1]; c {
	case '"', '\\', '/':
		b = append(b, c)
	case 'b':
		b = append(b, '\b')
	case 'f':
		b = append(b, '\f')
	case 'n':
		b = append(b, '\n')
	case 'r':
		b = append(b, '\r')
	case 't':
		b = append(b, '\t')
	case 'u':
		return d.unicodeEscape(b)
	default:
		d.fail("an escape that JSON does not have")
		return b
	}
	d.at += 2
	return b
}

// unicodeEscape appends the character of one \u, or of two that are a surrogate pair. Half of a pair stands for U+FFFD.
func (d *decoder) unicodeEscape(b []byte) []byte {
	r, ok := codeUnit(d.s[d.at:])
	if !ok {
		d.fail("want four hexadecimal digits")
		return b
	}
	d.at += 6
	if utf16.IsSurrogate(r) {
		low, _ := codeUnit(d.s[d.at:])
		if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
			d.at += 6
		}
	}
	return utf8.AppendRune(b, r)
}

// codeUnit returns the UTF-16 code unit of the escape that a text begins with.
func codeUnit(s string) (rune, bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}

// skip passes over any value: that of a member which is not known.
func (d *decoder) skip() { d.skipAt(0) }

func (d *decoder) skipAt(depth int) {
	c := d.space()
	switch {
	case depth > maxDepth:
		d.fail("nested too deep")
	case c == '{':
		readObject(d, &depth, func(_ *int, d *decoder, _ string) { d.skipAt(depth + 1) })
	case c == '[':
		readList(d, new([]struct{}), func(d *decoder, _ *struct{}) { d.skipAt(depth + 1) })
	case c == '"':
		d.text(new(string))
	case c == 't', c == 'f':
		d.bool(new(bool))
	case c == 'n' && d.word("null"):
	default:
		d.numeral()
	}
}
