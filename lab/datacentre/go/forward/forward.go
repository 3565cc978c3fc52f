// Package forward copies TCP connections from the host into a network namespace.
package forward

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// Main listens in the namespace it is started in and dials in another, until ctx ends.
func Main(ctx context.Context, arguments []string) error {
	flags := flag.NewFlagSet("forward", flag.ContinueOnError)
	listen := flags.String("listen", "", "address to listen on, HOST:PORT")
	namespace := flags.String("namespace", "", "network namespace to dial in, a name in /run/netns")
	to := flags.String("to", "", "address to dial there, HOST:PORT")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *listen == "" || *namespace == "" || *to == "" {
		return errors.New("forward needs --listen, --namespace and --to")
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", *listen, err)
	}
	log.Printf("%s leads to %s in %s", *listen, *to, *namespace)
	go func() {
		<-ctx.Done()
		listener.Close()
	}()
	for {
		client, err := listener.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		go serve(client, *namespace, *to)
	}
}

func serve(client net.Conn, namespace, to string) {
	defer client.Close()
	server, err := dialIn(namespace, to)
	if err != nil {
		log.Printf("%s: %v", to, err)
		return
	}
	defer server.Close()
	done := make(chan struct{}, 2)
	for _, pair := range [][2]net.Conn{{client, server}, {server, client}} {
		go func(from, to net.Conn) {
			_, _ = io.Copy(to, from)
			// One side may have said all it has to say while the other still answers.
			if half, ok := to.(interface{ CloseWrite() error }); ok {
				_ = half.CloseWrite()
			}
			done <- struct{}{}
		}(pair[0], pair[1])
	}
	<-done
	<-done
}

type dialled struct {
	connection net.Conn
	err        error
}

// dialIn opens a connection from inside a network namespace. A socket belongs to the namespace of the thread that makes
// it, so a thread enters the namespace, dials and is thrown away: a goroutine that ends locked takes its thread along.
func dialIn(namespace, address string) (net.Conn, error) {
	result := make(chan dialled, 1)
	go func() {
		runtime.LockOSThread()
		result <- func() dialled {
			handle, err := os.Open(filepath.Join("/run/netns", namespace))
			if err != nil {
				return dialled{err: err}
			}
			defer handle.Close()
			if err := unix.Setns(int(handle.Fd()), unix.CLONE_NEWNET); err != nil {
				return dialled{err: fmt.Errorf("cannot enter network namespace %s: %w", namespace, err)}
			}
			connection, err := net.DialTimeout("tcp", address, 10*time.Second)
			return dialled{connection, err}
		}()
	}()
	outcome := <-result
	return outcome.connection, outcome.err
}
