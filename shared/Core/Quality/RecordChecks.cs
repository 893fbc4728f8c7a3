using DataAggregator.Core.Records;

namespace DataAggregator.Core.Quality;

/// <summary>Looks at every record of a part of a run for the expectations that a profile cannot answer: values of a list, and unique keys.</summary>
public sealed class RecordChecks
{
    private readonly List<ValueListCheck> lists = [];
    private readonly List<KeyCollection> keys = [];

    /// <summary>The checks of these expectations.</summary>
    public RecordChecks(IReadOnlyList<Expectation> expectations)
    {
        for (var number = 0; number < expectations.Count; number++)
        {
            var expectation = expectations[number];
            if (expectation.Type == ExpectationType.ValuesIn)
                lists.Add(new ValueListCheck(number, expectation.Field!, expectation.Values!));
            if (expectation.Type == ExpectationType.Unique)
                keys.Add(new KeyCollection(number, expectation.AllFields));
        }
    }

    /// <summary>The keys of the records so far, one collection for each expectation that is about unique keys.</summary>
    public IReadOnlyList<KeyCollection> Keys => keys;

    /// <summary>What the records so far came to.</summary>
    public IReadOnlyList<CheckCount> Counts => [.. lists.Select(list => list.Count)];

    /// <summary>Looks at the records of a batch; the caller keeps it.</summary>
    public void Add(RecordBatch batch)
    {
        foreach (var list in lists)
            list.Add(batch);
        foreach (var collection in keys)
            collection.Add(batch);
    }
}
