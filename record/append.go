package record

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// Object appends the members of one JSON object, in the order of the calls. Text may
// have been chosen by an attacker: what a terminal could act on is escaped, which leaves its
// value as it is. Names are the caller's own and need no escaping.
type Object struct {
	b     []byte
	start int // where the members begin
}

// Open begins an object behind what is in b, which it takes over until Close.
func Open(b []byte) Object {
	b = append(b, '{')
	return Object{b: b, start: len(b)}
}

// Close ends the object and returns all bytes.
func (o *Object) Close() []byte { return append(o.b, '}') }

// Opened is a member that Begin began.
type Opened struct{ before, start int }

// Begin begins a member that is an object: the members that follow are its own, until End.
func (o *Object) Begin(name string) Opened {
	opened := Opened{len(o.b), o.start}
	o.key(name)
	o.b = append(o.b, '{')
	o.start = len(o.b)
	return opened
}

// End ends what Begin began, and leaves it out if it has no members.
func (o *Object) End(opened Opened) {
	if len(o.b) == o.start {
		o.b = o.b[:opened.before]
	} else {
		o.b = append(o.b, '}')
	}
	o.start = opened.start
}

// key appends a member's name.
func (o *Object) key(name string) {
	b := o.b // a local one stays in registers
	if len(b) > o.start {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, name...)
	o.b = append(b, '"', ':')
}

// The functions that follow append a member. Those named Maybe and Optional leave it out where it is absent.

func (o *Object) Text(name, v string) {
	o.key(name)
	o.b = appendString(o.b, v)
}

func (o *Object) MaybeText(name, v string) {
	if v != "" {
		o.Text(name, v)
	}
}

func (o *Object) OptionalText(name string, v Optional[string]) {
	if v.Present {
		o.Text(name, v.Value)
	}
}

// Encoded appends a value that is JSON already.
func (o *Object) Encoded(name string, json []byte) {
	o.key(name)
	o.b = append(o.b, json...)
}

// Members appends members that are JSON already, at least one, as an Object without braces has them.
func (o *Object) Members(json []byte) {
	if len(o.b) > o.start {
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, json...)
}

func (o *Object) Number(name string, v int64) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, v, 10)
}

func (o *Object) Unsigned(name string, v uint64) {
	o.key(name)
	o.b = strconv.AppendUint(o.b, v, 10)
}

func (o *Object) MaybeNumber(name string, v int) {
	if v != 0 {
		o.Number(name, int64(v))
	}
}

func (o *Object) Bool(name string, v bool) {
	o.key(name)
	o.b = strconv.AppendBool(o.b, v)
}

func (o *Object) OptionalBool(name string, v Optional[bool]) {
	if v.Present {
		o.Bool(name, v.Value)
	}
}

func (o *Object) Time(name string, v Time) {
	o.key(name)
	o.b = append(o.b, '"')
	o.b, _ = v.AppendText(o.b)
	o.b = append(o.b, '"')
}

// Date appends a certificate's time, as encoding/json has it.
func (o *Object) Date(name string, v time.Time) {
	o.key(name)
	o.b = append(o.b, '"')
	o.b = v.AppendFormat(o.b, time.RFC3339Nano)
	o.b = append(o.b, '"')
}

func (o *Object) OptionalDate(name string, v Optional[time.Time]) {
	if v.Present {
		o.Date(name, v.Value)
	}
}

func (o *Object) OptionalMillis(name string, v Optional[Milliseconds]) {
	if v.Present {
		o.key(name)
		o.b = strconv.AppendFloat(o.b, float64(v.Value), 'f', -1, 64)
	}
}

// Texts appends a list of strings unless it is nil.
func (o *Object) Texts(name string, list []string) {
	if list == nil {
		return
	}
	o.key(name)
	o.b = append(o.b, '[')
	for i, v := range list {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendString(o.b, v)
	}
	o.b = append(o.b, ']')
}

// Numbers appends a list of numbers unless it is nil.
func (o *Object) Numbers(name string, list []uint16) {
	if list == nil {
		return
	}
	o.key(name)
	o.b = append(o.b, '[')
	for i, v := range list {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = strconv.AppendUint(o.b, uint64(v), 10)
	}
	o.b = append(o.b, ']')
}

func OptionalNumber[T int | int64](o *Object, name string, v Optional[T]) {
	if v.Present {
		o.Number(name, int64(v.Value))
	}
}

func OptionalUnsigned[T uint8 | uint16 | uint64](o *Object, name string, v Optional[T]) {
	if v.Present {
		o.Unsigned(name, uint64(v.Value))
	}
}

// List appends a list of objects unless it is nil.
func List[T any](o *Object, name string, items []T, each func(*T, []byte) []byte) {
	if items == nil {
		return
	}
	o.key(name)
	o.b = append(o.b, '[')
	for i := range items {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = each(&items[i], o.b)
	}
	o.b = append(o.b, ']')
}

// Child appends an object unless it is nil.
func Child[T any](o *Object, name string, v *T, one func(*T, []byte) []byte) {
	if v != nil {
		o.key(name)
		o.b = one(v, o.b)
	}
}

const hexDigits = "0123456789abcdef"

// plain marks the ASCII characters that stand for themselves in a JSON string.
var plain = func() (t [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

// appendString appends a JSON string. What is no UTF-8 becomes U+FFFD; control
// characters, line separators and those that turn the direction of writing are escaped.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for {
		n := plainPrefix(s)
		b = append(b, s[:n]...)
		if n == len(s) {
			return append(b, '"')
		}
		b, s = appendRune(b, s[n:])
	}
}

// plainPrefix returns how many plain characters a string begins with.
func plainPrefix(s string) int {
	i := 0
	for i+16 <= len(s) && (special(word(s[i:]))|special(word(s[i+8:])))&topBits == 0 {
		i += 16
	}
	if i+8 <= len(s) && special(word(s[i:]))&topBits == 0 {
		i += 8
	}
	switch n := len(s); {
	case n-i >= 8: // one of them is not plain
	case i > 0 && special(word(s[n-8:]))&topBits == 0, i == 0 && n >= 4 && special(ends(s))&topBits == 0:
		return n
	}
	for i < len(s) && plain[s[i]] {
		i++
	}
	return i
}

// Every byte of a word, and the top bit of each.
const (
	eachByte = 0x0101010101010101
	topBits  = 0x80 * eachByte
)

// special looks at eight characters at once: where one is not plain, the top bit of its byte, or
// of one after it, becomes set.
func special(w uint64) uint64 {
	beyond := w + eachByte // DEL to 0xfe; 0xff is below
	below := w - ' '*eachByte
	quote := (w ^ '"'*eachByte) - eachByte
	backslash := (w ^ '\\'*eachByte) - eachByte
	return beyond | below | quote | backslash
}

// word returns the first eight characters of a string.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// ends returns the first and the last four characters of a string; they may be the same in part.
func ends(s string) uint64 {
	first, last := s[:4], s[len(s)-4:]
	return uint64(first[0]) | uint64(first[1])<<8 | uint64(first[2])<<16 | uint64(first[3])<<24 |
		uint64(last[0])<<32 | uint64(last[1])<<40 | uint64(last[2])<<48 | uint64(last[3])<<56
}

// appendRune appends the first character of s, escaped if it has to be, and returns what follows it.
func appendRune(b []byte, s string) (appended []byte, rest string) {
	switch c := s[0]; c {
	case '"', '\\':
		return append(b, '\\', c), s[1:]
	case '\n':
		return append(b, '\\', 'n'), s[1:]
	case '\r':
		return append(b, '\\', 'r'), s[1:]
	case '\t':
		return append(b, '\\', 't'), s[1:]
	}
	r, size := utf8.DecodeRuneInString(s)
	if harmful(r) || r == utf8.RuneError && size == 1 {
		return append(b, '\\', 'u', hexDigits[r>>12&0xf], hexDigits[r>>8&0xf], hexDigits[r>>4&0xf], hexDigits[r&0xf]), s[size:]
	}
	return append(b, s[:size]...), s[size:]
}

// harmful reports whether a character that is not plain can make a terminal or
// a reader see something else than there is: the controls, line separators, and
// marks that turn or hide the direction of writing. All are below U+10000.
func harmful(r rune) bool {
	switch {
	case r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0x61c, r == 0xfeff:
		return true
	}
	return false
}
