using System.Collections;

namespace DataAggregator.Core.Configuration;

/// <summary>Collects every problem of a document, each with its path, instead of stopping at the first.</summary>
public sealed class Problems : IReadOnlyCollection<Problem>
{
    private readonly List<Problem> items = [];
    private readonly List<Problem> warnings = [];

    /// <inheritdoc/>
    public int Count => items.Count;

    /// <summary>What is allowed, but should be known: no problems, and not counted among them.</summary>
    public IReadOnlyList<Problem> Warnings => warnings;

    /// <summary>Adds a warning.</summary>
    public void Warn(string path, string message) => warnings.Add(new Problem(path, message));

    /// <summary>Adds a problem.</summary>
    public void Add(string path, string message) => items.Add(new Problem(path, message));

    /// <summary>Throws when there is any.</summary>
    /// <exception cref="InvalidDocumentException">At least one problem was added.</exception>
    public void ThrowIfAny()
    {
        if (items.Count > 0)
            throw new InvalidDocumentException(items);
    }

    /// <inheritdoc/>
    public IEnumerator<Problem> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
