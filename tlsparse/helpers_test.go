package tlsparse

import (
	"bufio"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// flight returns the bodies of the messages of one name in a file of testdata.
func flight(t testing.TB, file, message string) [][]byte {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", file+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var bodies [][]byte
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, body, _ := strings.Cut(lines.Text(), " "); name == message {
			bodies = append(bodies, unhex(t, body))
		}
	}
	if len(bodies) == 0 {
		t.Fatalf("%s has no %s", file, message)
	}
	return bodies
}

// first returns the body of the first message of a name in a file of testdata.
func first(t testing.TB, file, message string) []byte {
	t.Helper()
	return flight(t, file, message)[0]
}

// unhex returns the bytes of a hex string in which spaces set fields apart.
func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// vector8, vector16 and vector24 put a length before b.
func vector8(b ...byte) []byte  { return append([]byte{byte(len(b))}, b...) }
func vector16(b ...byte) []byte { return append([]byte{byte(len(b) >> 8), byte(len(b))}, b...) }
func vector24(b ...byte) []byte {
	return append([]byte{byte(len(b) >> 16), byte(len(b) >> 8), byte(len(b))}, b...)
}

// join returns its arguments one after the other.
func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// problem returns the *ParseError in an error, or nil where it is nil.
func problem(t testing.TB, err error) *ParseError {
	t.Helper()
	var broken *ParseError
	if err != nil && !errors.As(err, &broken) {
		t.Fatalf("error is a %T: %v", err, err)
	}
	return broken
}

// texts returns strings as a slice.
func texts(all func(func([]byte) bool)) []string {
	var out []string
	for b := range all {
		out = append(out, string(b))
	}
	return out
}

// names returns the names of code points.
func names[T interface {
	~uint16
	String() string
}](list List[T]) []string {
	var out []string
	for v := range list.All() {
		out = append(out, v.String())
	}
	return out
}
