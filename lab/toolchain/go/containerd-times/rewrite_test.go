package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// A folder like containerd's, with one snapshot whose two files take three blocks, and its folder one.
func folder(t *testing.T, at time.Time, images ...string) string {
	root := t.TempDir()
	files := filepath.Join(root, snapshotter, "snapshots", "7", "fs")
	for _, path := range []string{files, filepath.Dir(filepath.Join(root, metadata))} {
		must(t, os.MkdirAll(path, 0o755))
	}
	must(t, os.WriteFile(filepath.Join(files, "a"), make([]byte, 1), 0o644))
	must(t, os.WriteFile(filepath.Join(files, "b"), make([]byte, 4097), 0o644))
	stamp, _ := at.MarshalBinary()
	write(t, filepath.Join(root, metadata), func(v1 *bolt.Bucket) {
		for _, image := range images {
			bucket, err := v1.CreateBucketIfNotExists([]byte(image))
			must(t, err)
			must(t, bucket.Put([]byte("createdat"), stamp))
			must(t, bucket.Put([]byte("size"), []byte{9}))
			// Buckets in buckets have pages of their own.
			labels, err := bucket.CreateBucketIfNotExists([]byte("labels"))
			must(t, err)
			must(t, labels.Put([]byte("long"), bytes.Repeat([]byte(image), 500)))
		}
	})
	write(t, filepath.Join(root, snapshotData), func(v1 *bolt.Bucket) {
		must(t, v1.SetSequence(12))
		must(t, v1.Put([]byte("id"), binary.AppendUvarint(nil, 7)))
		must(t, v1.Put([]byte("size"), binary.AppendUvarint(nil, uint64(at.Second()))))
		must(t, v1.Put([]byte("updatedat"), stamp))
	})
	return root
}

func write(t *testing.T, path string, fill func(*bolt.Bucket)) {
	db, err := bolt.Open(path, 0o600, nil)
	must(t, err)
	defer db.Close()
	// What was there before leaves pages behind.
	must(t, db.Update(func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("old")); return err }))
	must(t, db.Update(func(tx *bolt.Tx) error { return tx.DeleteBucket([]byte("old")) }))
	must(t, db.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucket([]byte("v1"))
		must(t, err)
		fill(bucket)
		return nil
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTwoTimesGiveTheSameFiles(t *testing.T) {
	images := []string{"coredns", "etcd", "flannel", "kube-apiserver", "kube-proxy", "kube-vip", "pause"}
	one := folder(t, time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), images...)
	slices.Reverse(images)
	two := folder(t, time.Date(2027, 2, 3, 4, 5, 6, 7, time.UTC), images...)
	for _, root := range []string{one, two} {
		must(t, run([]string{root, "1735689600"}))
	}
	for _, name := range []string{metadata, snapshotData} {
		first, err := os.ReadFile(filepath.Join(one, name))
		must(t, err)
		second, err := os.ReadFile(filepath.Join(two, name))
		must(t, err)
		if !bytes.Equal(first, second) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestEverythingButTimesAndSizesOfSnapshotsStays(t *testing.T) {
	root := folder(t, time.Now(), "pause")
	must(t, run([]string{root, "1735689600"}))
	read(t, filepath.Join(root, metadata), func(v1 *bolt.Bucket) {
		pause := v1.Bucket([]byte("pause"))
		if !bytes.Equal(pause.Get([]byte("size")), []byte{9}) {
			t.Error("the size of an image's content has changed")
		}
		var at time.Time
		must(t, at.UnmarshalBinary(pause.Get([]byte("createdat"))))
		if at.Unix() != 1735689600 {
			t.Errorf("created at %s", at)
		}
	})
	read(t, filepath.Join(root, snapshotData), func(v1 *bolt.Bucket) {
		size, _ := binary.Uvarint(v1.Get([]byte("size")))
		if size != 4*block || v1.Sequence() != 12 {
			t.Errorf("size %d, sequence %d", size, v1.Sequence())
		}
	})
}

func TestAMissingDatabaseIsNamed(t *testing.T) {
	if err := run([]string{t.TempDir(), "0"}); err == nil || !bytes.Contains([]byte(err.Error()), []byte("meta.db")) {
		t.Errorf("said %v", err)
	}
}

func read(t *testing.T, path string, look func(*bolt.Bucket)) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	must(t, err)
	defer db.Close()
	must(t, db.View(func(tx *bolt.Tx) error { look(tx.Bucket([]byte("v1"))); return nil }))
}
