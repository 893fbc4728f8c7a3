namespace DataAggregator.Storage.PostgreSql;

/// <summary>The seals of events of streams, one a day of each.</summary>
internal sealed class PostgreSqlStreamSeals(PostgreSqlDatabase database, DataKeys keys)
{
    /// <summary>The seal that a stream's events of a day are made with.</summary>
    public async Task<StreamEventSeal> OfAsync(string stream, DateOnly day, CancellationToken cancellationToken) => new(
        await keys.OfAsync(
            OwnerOf(stream, day),
            async fresh =>
            {
                await database.QueryAsync(
                    new("INSERT INTO stream_keys VALUES (@stream, @day, @key) ON CONFLICT DO NOTHING RETURNING 1", ("@stream", stream), ("@day", day), ("@key", fresh)), _ => true, cancellationToken);
                return await FindKeyAsync(stream, day, cancellationToken) ?? throw Gone(stream, day);
            },
            cancellationToken),
        stream);

    /// <summary>The bodies of a stream's events, in their order.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> OpenAsync(string stream, IReadOnlyList<StoredStreamEvent> events, CancellationToken cancellationToken)
    {
        var bodies = new List<ReadOnlyMemory<byte>>(events.Count);
        StreamEventSeal? seal = null;
        DateOnly? sealOf = null;
        try
        {
            foreach (var one in events)
            {
                if (one.SealedOn is { } day && day != sealOf)
                {
                    seal?.Dispose();
                    var key = await keys.FindAsync(OwnerOf(stream, day), () => FindKeyAsync(stream, day, cancellationToken), cancellationToken);
                    (seal, sealOf) = (new StreamEventSeal(key ?? throw Gone(stream, day), stream), day);
                }

                bodies.Add(one.Sealed is null ? one.Body! : seal!.Open(one.Id, one.Sealed));
            }
        }
        finally
        {
            seal?.Dispose();
        }

        return bodies;
    }

    private static string OwnerOf(string stream, DateOnly day) => $"stream {stream} {day:O}";

    private static InvalidDataException Gone(string stream, DateOnly day) => new($"The key of the events of the stream {stream} of {day:O} is gone.");

    private async Task<string?> FindKeyAsync(string stream, DateOnly day, CancellationToken cancellationToken) => (await database.QueryAsync(
        new("SELECT protected_key FROM stream_keys WHERE stream = @stream AND day = @day", ("@stream", stream), ("@day", day)), row => row.GetString(0), cancellationToken)).SingleOrDefault();
}
