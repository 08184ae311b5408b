package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/capture"
)

// bundle is some packets of one connection, each as long as its name.
func bundle(names ...string) (b capture.Bundle) {
	for _, name := range names {
		b = b.Append(&capture.Packet{Data: []byte(name), Length: len(name), Link: capture.LinkEthernet}, "why")
	}
	return b
}

// captured returns the packets in a folder's files, joined, by the file's name.
func captured(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name := range files(t, dir) {
		fs, err := capture.Open([]string{filepath.Join(dir, name)}, capture.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all[name] = ""
		for b := (capture.Batch{}); fs.Next(&b) == nil; {
			for _, p := range b.Packets {
				all[name] += string(p.Data)
			}
		}
		if problems := fs.Problems(); len(problems) > 0 {
			t.Error(problems)
		}
		fs.Close()
	}
	return all
}

func TestPackets(t *testing.T) {
	long := strings.Repeat("x", 100)
	for _, test := range []struct {
		name string
		when Rotate
		run  func(*testing.T, *Packets)
		want map[string]string
	}{
		{"one file", Rotate{}, func(t *testing.T, p *Packets) {
			keep(t, p, bundle("a", "b"), bundle("c"))
		}, map[string]string{"p.pcapng": "abc"}},

		{"no connection is torn", Rotate{Size: 450}, func(t *testing.T, p *Packets) {
			keep(t, p, bundle("a", long), bundle("b"), bundle(long, long, long, long), bundle("c"))
		}, map[string]string{
			"p-20000101T000000Z.pcapng":   "a" + long + "b",
			"p-20000101T000000Z-2.pcapng": long + long + long + long,
			"p-20000101T000000Z-3.pcapng": "c",
		}},

		{"reopened", Rotate{}, func(t *testing.T, p *Packets) {
			keep(t, p, bundle("a"))
			p.Reopen()
			keep(t, p)
			time.Sleep(time.Second)
			keep(t, p, bundle("b"))
		}, map[string]string{
			"p-20000101T000000Z.pcapng": "a",
			"p-20000101T000001Z.pcapng": "b",
		}},

		{"after an error what was whole is left", Rotate{}, func(t *testing.T, p *Packets) {
			keep(t, p, bundle("a"))
			if err := p.Write(bundle(strings.Repeat("y", fileBuffer))); err != nil { // half of it is in the file
				t.Fatal(err)
			}
			p.Abort()
		}, map[string]string{"p.pcapng": "a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				p, err := NewPackets(filepath.Join(dir, "p.pcapng"), test.when)
				if err != nil {
					t.Fatal(err)
				}
				test.run(t, p)
				if err := p.Close(&Summary{}); err != nil {
					t.Fatal(err)
				}
			})
			if d := cmp.Diff(test.want, captured(t, dir)); d != "" {
				t.Error(d)
			}
			for name := range test.want {
				if info, err := os.Stat(filepath.Join(dir, name)); err == nil && test.when.Size > 0 && info.Size() > test.when.Size && len(test.want[name]) < 4*len(long) {
					t.Errorf("%s has %d bytes", name, info.Size())
				}
			}
		})
	}
}

// keep writes connections and flushes.
func keep(t *testing.T, p *Packets, connections ...capture.Bundle) {
	t.Helper()
	p.Sources([]string{"live:eth0"})
	for _, b := range connections {
		if err := p.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Flush(); err != nil {
		t.Fatal(err)
	}
}
