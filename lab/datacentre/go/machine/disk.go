package machine

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// disks are the parts of a machine's disk that need a real file system, not an overlay: containerd lays overlays of its
// own on its folder, etcd wants to sync, kubelet measures. Each is a folder in the machine's folder.
var disks = []string{"containerd", "kubelet", "etcd"}

// prepareDisk makes the machine's empty disk, once.
func prepareDisk(host Host, name string) error {
	folder := host.folder(name)
	for _, part := range append([]string{"upper", "work", "root"}, disks...) {
		mode := fs.FileMode(0o755)
		if part == "etcd" {
			mode = 0o700
		}
		if err := os.MkdirAll(filepath.Join(folder, part), mode); err != nil {
			return err
		}
	}
	marker := filepath.Join(folder, "disk")
	if _, err := os.Stat(marker); err == nil {
		return nil
	}
	if host.Containerd != "" {
		if err := cloneTree(host.Containerd, filepath.Join(folder, "containerd")); err != nil {
			return fmt.Errorf("cannot give %s the node image's container images: %w", name, err)
		}
	}
	return os.WriteFile(marker, nil, 0o644)
}

// changes tells files that containerd rewrites in place: its bolt databases. All else in its folder is written once,
// under a new name, and only ever read or unlinked afterwards.
func changes(name string) bool { return strings.HasSuffix(name, ".db") }

// cloneTree makes target a tree of its own that shares the contents of source's immutable files by hard links, or by
// copies where target is on another file system. Existing files in target stay.
func cloneTree(source, target string) error {
	return filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		destination := filepath.Join(target, relative)
		if entry.IsDir() {
			return cloneFolder(path, destination)
		}
		if !changes(entry.Name()) {
			err = os.Link(path, destination)
			if err == nil || errors.Is(err, fs.ErrExist) {
				return nil
			}
			if !errors.Is(err, syscall.EXDEV) {
				return err
			}
		}
		return copyNode(path, destination, entry)
	})
}

// cloneFolder makes a folder with another's owner, mode and extended attributes (overlays mark opaque folders by one).
func cloneFolder(source, target string) error {
	var stat unix.Stat_t
	if err := unix.Stat(source, &stat); err != nil {
		return err
	}
	if err := os.Mkdir(target, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Chown(target, int(stat.Uid), int(stat.Gid)); err != nil {
		return err
	}
	if err := unix.Chmod(target, stat.Mode&0o7777); err != nil {
		return err
	}
	return copyAttributes(source, target)
}

func copyAttributes(source, target string) error {
	names := make([]byte, 4096)
	size, err := unix.Llistxattr(source, names)
	if err != nil || size == 0 {
		return nil // a file system without extended attributes has none to copy
	}
	for _, name := range strings.Split(strings.TrimSuffix(string(names[:size]), "\x00"), "\x00") {
		value := make([]byte, 65536)
		length, err := unix.Lgetxattr(source, name, value)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", source, name, err)
		}
		if err := unix.Lsetxattr(target, name, value[:length], 0); err != nil {
			return fmt.Errorf("%s: %s: %w", target, name, err)
		}
	}
	return nil
}

// copyNode copies a file, a symbolic link or a device (an overlay's mark of a deleted file).
func copyNode(source, target string, entry fs.DirEntry) error {
	var stat unix.Stat_t
	if err := unix.Lstat(source, &stat); err != nil {
		return err
	}
	switch {
	case entry.Type()&fs.ModeSymlink != 0:
		link, err := os.Readlink(source)
		if err != nil {
			return err
		}
		if err := os.Symlink(link, target); err != nil {
			return err
		}
	case entry.Type().IsRegular():
		if err := copyFile(source, target); err != nil {
			return err
		}
	default:
		if err := unix.Mknod(target, stat.Mode, int(stat.Rdev)); err != nil {
			return err
		}
	}
	if err := os.Lchown(target, int(stat.Uid), int(stat.Gid)); err != nil {
		return err
	}
	if entry.Type()&fs.ModeSymlink == 0 {
		if err := unix.Chmod(target, stat.Mode&0o7777); err != nil {
			return err
		}
	}
	return copyAttributes(source, target)
}

func copyFile(source, target string) error {
	from, err := os.Open(source)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(target, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		to.Close()
		return err
	}
	return to.Close()
}
