// containerd-times FOLDER SECONDS makes what containerd keeps in FOLDER (its /var/lib/containerd, while it does not run)
// depend on its images alone: every time in its databases becomes SECONDS after 1970.
//
// A machine's image has images imported beforehand. containerd notes when, to the nanosecond, so that two builds of the
// same image would differ.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// What containerd knows of images and their content, and of the file systems that they were unpacked to.
const (
	metadata     = "io.containerd.metadata.v1.bolt/meta.db"
	snapshotter  = "io.containerd.snapshotter.v1.overlayfs"
	snapshotData = snapshotter + "/metadata.db"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "containerd-times:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 2 {
		return fmt.Errorf("usage: containerd-times FOLDER SECONDS")
	}
	seconds, err := strconv.ParseInt(arguments[1], 10, 64)
	if err != nil {
		return fmt.Errorf("seconds: %w", err)
	}
	folder, at := arguments[0], time.Unix(seconds, 0).UTC()
	if err := rewrite(filepath.Join(folder, metadata), at, nil); err != nil {
		return err
	}
	return rewrite(filepath.Join(folder, snapshotData), at, usage(filepath.Join(folder, snapshotter, "snapshots")))
}
