package machine

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func inode(t *testing.T, path string) uint64 {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Ino
}

func TestCloneTreeSharesWhatNeverChanges(t *testing.T) {
	source, target := t.TempDir(), filepath.Join(t.TempDir(), "clone")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(filepath.Join(source, "blobs", "empty"), 0o711))
	must(os.WriteFile(filepath.Join(source, "blobs", "layer"), []byte("layer"), 0o444))
	must(os.WriteFile(filepath.Join(source, "meta.db"), []byte("state"), 0o600))
	must(os.Symlink("layer", filepath.Join(source, "blobs", "link")))
	must(cloneTree(source, target))
	must(cloneTree(source, target)) // an interrupted clone is completed

	if inode(t, filepath.Join(source, "blobs", "layer")) != inode(t, filepath.Join(target, "blobs", "layer")) {
		t.Error("an immutable file was copied")
	}
	must(os.WriteFile(filepath.Join(target, "meta.db"), []byte("other"), 0o600))
	if content, _ := os.ReadFile(filepath.Join(source, "meta.db")); string(content) != "state" {
		t.Error("a database is shared: writing to the clone's changed the source's")
	}
	if link, _ := os.Readlink(filepath.Join(target, "blobs", "link")); link != "layer" {
		t.Errorf("symbolic link: %q", link)
	}
	if info, _ := os.Stat(filepath.Join(target, "blobs", "empty")); info == nil || info.Mode().Perm() != 0o711 {
		t.Error("a folder lost its mode")
	}
}
