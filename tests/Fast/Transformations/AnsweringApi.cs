using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>An API for tests: it answers with the last part of the address, knows nothing of <c>unknown</c>, has a page instead of JSON for <c>page</c>, and fails for <c>broken</c>.</summary>
internal sealed class AnsweringApi : IEnrichmentClient
{
    private int calls;

    public int Calls => calls;

    public Task<ReadOnlyMemory<byte>?> FetchAsync(EnrichmentRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        var asked = Uri.UnescapeDataString(request.Url.Segments[^1]);
        return asked switch
        {
            "unknown" => Task.FromResult<ReadOnlyMemory<byte>?>(null),
            "pretty" => Task.FromResult<ReadOnlyMemory<byte>?>("{\n  \"data\": {\n    \"n\": 1.50,\n    \"é\": \"a\\nb\"\n  }\n}\n"u8.ToArray()),
            "page" => Task.FromResult<ReadOnlyMemory<byte>?>("<html>Sign in</html>"u8.ToArray()),
            "broken" => throw new ConnectorException(ErrorClass.Transient, "server_error", "api.test:443 answered 500."),
            _ => Task.FromResult<ReadOnlyMemory<byte>?>(Encoding.UTF8.GetBytes($$$"""{"data":{"asked":"{{{asked}}}","a.b":1.50,"deep":{"n":[7]}},"id":"other"}""")),
        };
    }
}
