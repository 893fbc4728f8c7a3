namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Why the server refused records.</summary>
/// <param name="Code">The platform's word.</param>
/// <param name="Column">The column, where one is to blame.</param>
/// <param name="Constraint">The constraint, where one is to blame.</param>
/// <param name="Where">Table, column and constraint in words, with a space before; empty where the server says nothing of them.</param>
/// <param name="Reason">The reason without any value of the records.</param>
internal sealed record RefusalReason(string Code, string? Column, string? Constraint, string Where, string Reason);
