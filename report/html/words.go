package html

import (
	"encoding/json"
	"strconv"
)

// maxWords bounds the bytes of texts that are written once and meant by number:
// what an attacker makes up anew each time then costs its own length, as elsewhere.
const maxWords = 8 << 20

// words gives texts that come again a number, and remembers them in order.
type words struct {
	numbers map[string]int
	list    []string
	size    int
}

// append appends a text's number, or the text where there is no room for one.
func (w *words) append(dst []byte, text string) []byte {
	if n, known := w.numbers[text]; known {
		return strconv.AppendInt(dst, int64(n), 10)
	}
	if w.size+len(text) > maxWords {
		return appendJSON(dst, text)
	}
	if w.numbers == nil {
		w.numbers = make(map[string]int)
	}
	n := len(w.list)
	w.numbers[text], w.list = n, append(w.list, text)
	w.size += len(text) + 64 // what keeping one costs besides
	return strconv.AppendInt(dst, int64(n), 10)
}

// appendJSON appends a value as JSON in which no <, > or & is left, so that it
// can stand in an element. The values are our own types, all of which encode.
func appendJSON(dst []byte, value any) []byte {
	b, err := json.Marshal(value)
	if err != nil {
		panic("html: " + err.Error())
	}
	return append(dst, b...)
}
