using System.ComponentModel;

namespace DataAggregator.Functions.Application;

/// <summary>Which code users may bring, on the server and in <c>run FILE</c>. Each is read as <c>DATAAGGREGATOR_...</c>.</summary>
public sealed record CodeSettings
{
    /// <summary>Whether custom functions may be written in C#.</summary>
    [Description("DATAAGGREGATOR_ALLOW_CSHARP_FUNCTIONS: whether custom functions may be written in C#, which cannot be sandboxed; on the server only administrators may save one.")]
    public bool AllowCsharpFunctions { get; init; }
}
