using DataAggregator.Core.Connectors;

namespace DataAggregator.Core.Errors;

/// <summary>A word that errors are known by. Words are never renamed and never change their meaning.</summary>
/// <param name="Code">The word, such as <c>connection_refused</c>.</param>
/// <param name="Class">What can be done about it, as a rule; an error says its own.</param>
/// <param name="Title">What it means.</param>
/// <param name="Hint">The way out.</param>
public sealed record ErrorCode(string Code, ErrorClass Class, string Title, string Hint)
{
    /// <summary>Where it is explained.</summary>
    public string Documentation => ErrorCatalogue.DocumentationOf(Code);
}
