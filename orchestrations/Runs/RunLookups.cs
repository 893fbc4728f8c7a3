using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Asks the sources of runs for single records: within the rate limit that a step gives, and again where a failure may pass.</summary>
/// <param name="definitions">Where definitions come from.</param>
/// <param name="catalogue">The connector types.</param>
/// <param name="limiter">Keeps to rate limits.</param>
/// <param name="time">Times answers and waits.</param>
public sealed class RunLookups(IRunDefinitions definitions, ConnectorCatalogue catalogue, RateLimiter limiter, TimeProvider time)
{
    /// <summary>Asks the sources of that run.</summary>
    internal ISourceLookups Of(Run run) => new Lookups(run, this);

    private async Task<Endpoint> FindAsync(Run run, string source, CancellationToken cancellationToken)
    {
        var definition = await definitions.LoadAsync(run, cancellationToken);
        return definition.Sources.Skip(1).FirstOrDefault(known => known.Name == source)
            ?? throw new ConnectorException(ErrorClass.Settings, "not_found", $"The source '{source}' that a step asks is gone.");
    }

    private ILookupSource SourceOf(Endpoint endpoint)
    {
        var connector = catalogue.Find(endpoint.ConnectorType!);
        return connector?.Source as ILookupSource ?? throw new ConnectorException(
            ErrorClass.Settings, "lookup_unsupported", $"'{connector?.Spec.DisplayName ?? endpoint.ConnectorType}' cannot be asked for single records.", "Read it whole, with a lookup or join step.");
    }

    private async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> AskAsync(Endpoint endpoint, RecordLookup lookup, CancellationToken cancellationToken)
    {
        var source = SourceOf(endpoint);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await TakePermitAsync(endpoint, lookup, cancellationToken);
                return await AskOnceAsync(source, endpoint.Config, lookup, cancellationToken);
            }
            catch (ConnectorException failure) when (failure.Class == ErrorClass.Transient && attempt < lookup.RetryAttempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt)), time, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> AskOnceAsync(ILookupSource source, JsonElement config, RecordLookup lookup, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(lookup.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await source.LookUpAsync(config, lookup.Request, either.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(
                ErrorClass.Transient, "timeout", string.Create(CultureInfo.InvariantCulture, $"The source '{lookup.Source}' did not answer within {lookup.Timeout.TotalSeconds} s."),
                $"Put an index on '{lookup.Request.KeyField}', or raise timeout.", exception);
        }
    }

    private async Task TakePermitAsync(Endpoint endpoint, RecordLookup lookup, CancellationToken cancellationToken)
    {
        if (lookup.RequestsASecond is not { } permits)
            return;
        var name = DatasetName.Of(endpoint.ConnectorType!, endpoint.Config);
        await limiter.WaitAsync(
            new RateLimit(string.Create(CultureInfo.InvariantCulture, $"lookup {name.Namespace} {permits} a second"), permits, TimeSpan.FromSeconds(1)), TimeSpan.MaxValue, cancellationToken);
    }

    private sealed class Lookups(Run run, RunLookups all) : ISourceLookups
    {
        private readonly Lock mutex = new();
        private readonly Dictionary<string, Endpoint> endpoints = new(StringComparer.Ordinal);

        public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LookUpAsync(RecordLookup lookup, CancellationToken cancellationToken) =>
            await all.AskAsync(await EndpointAsync(lookup.Source, cancellationToken), lookup, cancellationToken);

        private async Task<Endpoint> EndpointAsync(string source, CancellationToken cancellationToken)
        {
            lock (mutex)
            {
                if (endpoints.TryGetValue(source, out var known))
                    return known;
            }

            var found = await all.FindAsync(run, source, cancellationToken);
            lock (mutex)
                endpoints[source] = found;
            return found;
        }
    }
}
