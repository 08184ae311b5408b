// Package input opens what a user names: files, those in folders, and standard
// input, each plain or compressed. It knows nothing of what is in them.
package input

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File is one input.
type File struct {
	Name  string
	Size  int64     // on disk, in bytes; 0 where it can't be known
	Named bool      // it was named itself, not a folder that it is in
	Stdin io.Reader // standard input, or nil
}

// Find lists what a path stands for: a file, the regular files in a folder and in those below it,
// in the order of their names, or what - stands for, which is stdin.
func Find(path string, stdin io.Reader) (files []File, problems []error) {
	if path == "-" {
		return []File{{Name: path, Named: true, Stdin: stdin}}, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, []error{fault(path, "can't be opened", err)}
	}
	if !info.IsDir() {
		return []File{{Name: path, Size: size(info), Named: true}}, nil
	}
	// The separator lets a link to a folder stand for it.
	err = filepath.WalkDir(path+string(filepath.Separator), func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			problems = append(problems, fault(p, "can't be opened", err))
			return nil
		}
		if d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				files = append(files, File{Name: p, Size: size(info)})
			}
		}
		return nil
	})
	if err != nil {
		problems = append(problems, fault(path, "can't be read", err))
	}
	return files, problems
}

func size(info fs.FileInfo) int64 {
	if info.Mode().IsRegular() {
		return info.Size()
	}
	return 0
}
