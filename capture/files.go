package capture

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"github.com/tlssniff/tlssniff/input"
)

// Problem says what of a capture could not be read.
type Problem = input.Problem

// Options say how captures are opened.
type Options struct {
	// Stdin is what the path - stands for.
	Stdin io.Reader
}

// Files hands out the packets of saved captures. They are read in the order of
// their first packets' times; files that overlap in time are merged packet by
// packet. It implements Source.
type Files struct {
	names    []string
	problems []error
	skipped  int // files in folders that are no captures

	waiting []*file // not begun yet, in the order of their first packets
	active  []*file // a heap by the time of the packet that is next
	done    []*file

	read  atomic.Int64
	total int64
}

// Open finds the captures at paths: files, folders with all that is in them, and - for
// standard input. What can't be opened is told by Problems; only if nothing
// can be, Open returns an error.
func Open(paths []string, o Options) (*Files, error) {
	fs := &Files{}
	for _, path := range paths {
		fs.find(path, o)
	}
	slices.SortStableFunc(fs.waiting, func(a, b *file) int { return cmp.Compare(a.first, b.first) })
	for i, f := range fs.waiting {
		f.source = int32(i)
		for j := range f.pending.Packets {
			f.pending.Packets[j].Source = f.source
		}
		fs.names = append(fs.names, f.Name)
		fs.total += f.Size
	}
	if len(fs.waiting) == 0 && len(fs.done) == 0 {
		if len(fs.problems) > 0 {
			return nil, errors.Join(fs.problems...)
		}
		return nil, fmt.Errorf("no captures in %v: %d files there are none", paths, fs.skipped)
	}
	return fs, nil
}

// find adds what a path stands for.
func (s *Files) find(path string, o Options) {
	found, problems := input.Find(path, o.Stdin)
	s.problems = append(s.problems, problems...)
	for _, f := range found {
		s.add(&file{File: f, read: &s.read})
	}
}

// add opens a file for a moment. One in a folder need not be a capture.
func (s *Files) add(f *file) {
	err := f.peek()
	var p *Problem
	switch {
	case errors.As(err, &p) && !f.Named && p.Offset < 0 && p.Err == nil:
		s.skipped++
	case err != nil:
		s.problems = append(s.problems, err)
	case !f.packets:
		s.done = append(s.done, f)
		s.problems = append(s.problems, f.problems...)
		f.problems = nil
	default:
		s.waiting = append(s.waiting, f)
	}
}

// Names lists the files, as they were given, in the order in which they are read.
func (s *Files) Names() []string { return s.names }

// Skipped returns how many files in folders are no captures.
func (s *Files) Skipped() int { return s.skipped }

// Progress returns how many bytes were read of how many; the total is 0 where
// it can't be known. It may be called from another goroutine.
func (s *Files) Progress() (read, total int64) { return s.read.Load(), s.total }

// Problems lists what could not be read so far.
func (s *Files) Problems() []error {
	all := slices.Clone(s.problems)
	for _, list := range [][]*file{s.done, s.active, s.waiting} {
		for _, f := range list {
			all = append(all, f.problems...)
			if f.untold > 0 {
				all = append(all, f.problem(-1, 0, fmt.Sprintf("%d more blocks are damaged and were skipped", f.untold), nil))
			}
		}
	}
	return all
}

// Secrets lists the Decryption Secrets Blocks that were met so far.
func (s *Files) Secrets() []Secrets {
	var all []Secrets
	for _, list := range [][]*file{s.done, s.active} {
		for _, f := range list {
			if ng, ok := f.format.(*pcapng); ok {
				for _, secret := range ng.secrets {
					secret.Source = f.source
					all = append(all, secret)
				}
			}
		}
	}
	return all
}

// Close lets go of all files.
func (s *Files) Close() error {
	for _, f := range s.active {
		f.close()
	}
	for _, f := range s.waiting {
		f.close()
	}
	return nil
}
