using static DataAggregator.Core.Connectors.ErrorClass;

namespace DataAggregator.Core.Errors;

/// <summary>Faults of the platform.</summary>
internal static class InternalErrors
{
    /// <summary>The codes.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        new("books_do_not_balance", Internal, "The records of the run are not all accounted for.", "Report it with the run's id."),
        new("internal_error", Internal, "Something went wrong that nobody expected.", "The log has the details under the run's id; report it if it stays."),
    ];
}
