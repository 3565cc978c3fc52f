package main

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Programs talk to the engine through this host, which passes on only what it knows. Hooks are younger than the last version
// of it that is a Go module.
func init() {
	service := &pulumirpc.ResourceMonitor_ServiceDesc
	for _, method := range []string{"RegisterResourceHook", "RegisterErrorHook"} {
		service.Methods = append(service.Methods, grpc.MethodDesc{MethodName: method, Handler: forward(method)})
	}
}

func forward(method string) func(any, context.Context, func(any) error, grpc.UnaryServerInterceptor) (any, error) {
	return func(server any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
		request := new(emptypb.Empty)
		if err := decode(request); err != nil {
			return nil, err
		}
		return pulumirpc.Forward(ctx, server.(*monitorProxy).target, method, request)
	}
}
