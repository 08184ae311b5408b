package main

import (
	"fmt"
	"strconv"
	"strings"
)

// bytesValue is a flag that takes a number of bytes, as 500, 64k, 100M or 2G.
type bytesValue int64

var byteUnits = []struct {
	letter string
	bytes  int64
}{{"G", 1 << 30}, {"M", 1 << 20}, {"k", 1 << 10}}

// Set reads the flag.
func (v *bytesValue) Set(text string) error {
	number, unit := text, int64(1)
	for _, u := range byteUnits {
		if rest, ok := strings.CutSuffix(strings.ToUpper(text), strings.ToUpper(u.letter)); ok {
			number, unit = rest, u.bytes
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > (1<<62)/unit {
		return fmt.Errorf("%q is no number of bytes, as 64k, 100M or 2G", text)
	}
	*v = bytesValue(n * unit)
	return nil
}

// String shows the flag's value in the largest unit that it is a multiple of.
func (v bytesValue) String() string {
	for _, u := range byteUnits {
		if v > 0 && int64(v)%u.bytes == 0 {
			return strconv.FormatInt(int64(v)/u.bytes, 10) + u.letter
		}
	}
	return strconv.FormatInt(int64(v), 10)
}

// Type names what the flag takes, in its help.
func (*bytesValue) Type() string { return "bytes" }
