package pulumirpc

import (
	"context"

	"google.golang.org/protobuf/types/known/emptypb"
)

// Forward calls a method of the resource monitor that this version has no types for. Empty keeps fields that it does not
// know, so that messages pass through unchanged.
func Forward(ctx context.Context, client ResourceMonitorClient, method string, request *emptypb.Empty) (*emptypb.Empty, error) {
	answer := new(emptypb.Empty)
	err := client.(*resourceMonitorClient).cc.Invoke(ctx, "/"+ResourceMonitor_ServiceDesc.ServiceName+"/"+method, request, answer)
	return answer, err
}
