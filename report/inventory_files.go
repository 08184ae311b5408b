package report

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// makeFolder makes the folder for certificates, if it is not there.
func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return fmt.Errorf("certificates can't be written to %s: %w", path, err)
	}
	return nil
}

// file names a certificate's file, by its hash alone: nothing in the name comes from the
// wire. One that is broken is written as it is (.der), so that the .pem files are all
// such that others can read them. It is "" where the bytes were not kept.
func (h *holding) file() string {
	switch {
	case h.DER == nil:
		return ""
	case h.ParseError != "":
		return h.SHA256 + ".der"
	}
	return h.SHA256 + ".pem"
}

// writeCertificates writes each certificate to a file of its own.
func writeCertificates(folder string, list []*holding) error {
	for _, h := range list {
		name := h.file()
		if name == "" {
			continue
		}
		content := h.DER
		if h.ParseError == "" {
			content = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.DER})
		}
		if err := writeOnce(filepath.Join(folder, name), content); err != nil {
			return err
		}
	}
	return nil
}

// writeOnce writes a file that is whole whenever it is there, unless it is there already.
func writeOnce(path string, content []byte) error {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is there and no file: remove it, or name another folder", path)
	default:
		if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, content) {
			return nil
		}
	}
	f, err := CreateAtomic(path)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// written counts the files.
func (i *inventory) written() (n int64) {
	for _, h := range i.listed {
		if h.file() != "" {
			n++
		}
	}
	return n
}

// unwritten tells of certificates that are in no file.
func (i *inventory) unwritten() string {
	if n := int64(len(i.listed)) - i.written(); n > 0 {
		return fmt.Sprintf("; %s too long to be kept", grouped(n))
	}
	return ""
}
