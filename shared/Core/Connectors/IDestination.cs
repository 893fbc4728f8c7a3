using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>
/// Writes records somewhere. Implement <see cref="Destination{TOptions}"/>, which gives the settings their type; this untyped face is
/// what runs call. Configs are resolved: placeholders filled in and secrets in the clear. Every method may be called again after a crash,
/// with the same arguments, and then has no further effect.
/// </summary>
public interface IDestination
{
    /// <summary>Adds every problem of the config.</summary>
    void Validate(JsonElement config, string path, Problems problems);

    /// <summary>How it wants to be written to.</summary>
    DestinationTraits Traits(JsonElement config);

    /// <summary>What it promises with the rights that it has: <see cref="DestinationTraits.Guarantee"/>, or less.</summary>
    Task<DeliveryGuarantee> GuaranteeAsync(JsonElement config, CancellationToken cancellationToken);

    /// <summary>Whether it holds any record already; null where it cannot tell.</summary>
    Task<bool?> HoldsRecordsAsync(JsonElement config, CancellationToken cancellationToken);

    /// <summary>Tries the connection step by step; stops after the first check that fails.</summary>
    IAsyncEnumerable<Check> CheckAsync(JsonElement config, CancellationToken cancellationToken);

    /// <summary>What a run would do, without doing any of it: what <see cref="PrepareAsync"/> would refuse is refused here too.</summary>
    Task<WritePlan> DescribeWriteAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken);

    /// <summary>Makes ready for a run: creates the table, the shadow to be swapped in, the ledger; takes the delivery over for the target's epoch.</summary>
    Task PrepareAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken);

    /// <summary>Delivers a segment, all of it or nothing.</summary>
    Task<SegmentResult> WriteAsync(JsonElement config, SegmentWrite segment, CancellationToken cancellationToken);

    /// <summary>
    /// The segments of a delivery that nobody goes on with, which are there for good; from now on, no writer of it adds another. Null where it cannot tell.
    /// </summary>
    Task<IReadOnlySet<SegmentId>?> FindDeliveredAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken);

    /// <summary>Makes the run's result final: swaps the shadow in, renames the file, cleans the ledger up.</summary>
    Task CompleteAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken);

    /// <summary>Removes what was kept to tell a repeated completion from a new delivery, now that the run ledger has the result.</summary>
    Task ForgetAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken);

    /// <summary>Undoes what only makes sense in a finished run (a shadow, a temporary file), after a failure or cancellation.</summary>
    Task AbandonAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken);
}
