namespace DataAggregator.Core.Connectors;

/// <summary>One thing that testing a connection looked at.</summary>
/// <param name="Name">What was looked at: <c>host</c>, <c>login</c>, <c>permission</c>, <c>read</c>...</param>
/// <param name="Ok">Whether it is as it should be.</param>
/// <param name="Message">What was found, or what is wrong and the way out.</param>
public sealed record Check(string Name, bool Ok, string Message)
{
    /// <summary>The name of the check of what a destination can promise.</summary>
    public const string Ledger = "ledger";
}
