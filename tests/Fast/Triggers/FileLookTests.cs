using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Triggers;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Triggers;

/// <summary>What a file trigger makes of the files that it sees, look by look.</summary>
public sealed class FileLookTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, KnownFile> known = new(StringComparer.Ordinal);
    private FileTrigger trigger = new() { Type = "file", Path = "inbox", SettleSeconds = 5 };
    private bool hasLooked;

    [Fact]
    public void What_was_there_before_is_known_and_what_came_meanwhile_is_not()
    {
        Look(0, File("old", 1, modified: -60), File("new", 1, modified: 1)).ShouldBeEmpty();
        Look(10, File("old", 1, modified: -60), File("new", 1, modified: 1)).ShouldBe(["new"]);
    }

    [Fact]
    public void What_was_there_before_counts_where_it_is_asked_for()
    {
        trigger = trigger with { IncludeExisting = true };
        Look(0, File("old", 1, modified: -60)).ShouldBeEmpty("one look cannot tell whether it is complete");
        Look(5, File("old", 1, modified: -60)).ShouldBe(["old"]);
    }

    [Fact]
    public void A_file_that_grows_is_waited_for()
    {
        Look(0);
        Look(10, File("a", 1, modified: 9)).ShouldBeEmpty();
        Look(16, File("a", 2, modified: 15)).ShouldBeEmpty();
        Look(20, File("a", 2, modified: 15)).ShouldBeEmpty("four seconds are too few");
        Look(21, File("a", 2, modified: 15)).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData(FileEvent.Created, false)]
    [InlineData(FileEvent.Changed, true)]
    public void A_file_that_has_changed_counts_where_changes_do(FileEvent @event, bool counts)
    {
        trigger = trigger with { Event = @event };
        Look(0);
        Look(10, File("a", 1, modified: 9));
        Look(20, File("a", 1, modified: 9)).ShouldBe(["a"]);
        Look(30, File("a", 1, modified: 9)).ShouldBeEmpty();
        Look(40, File("a", 2, modified: 39)).ShouldBeEmpty();
        Look(50, File("a", 2, modified: 39)).ShouldBe(counts ? ["a"] : []);
    }

    [Fact]
    public void A_folder_that_was_away_brings_nothing_new_and_a_file_that_was_made_again_does()
    {
        Look(0, File("old", 1, modified: -60));
        Look(10, File("old", 1, modified: -60), File("a", 1, modified: 9));
        Look(20, File("old", 1, modified: -60), File("a", 1, modified: 9)).ShouldBe(["a"]);
        Look(30).ShouldBeEmpty();
        Look(40, File("old", 1, modified: -60), File("a", 1, modified: 9)).ShouldBeEmpty();
        Look(50, File("old", 1, modified: -60), File("a", 1, modified: 9)).ShouldBeEmpty();
        Look(60).ShouldBeEmpty();
        Look(70, File("a", 1, modified: 65)).ShouldBeEmpty();
        Look(80, File("a", 1, modified: 65)).ShouldBe(["a"]);
    }

    [Fact]
    public void A_marker_says_that_a_file_is_complete_unless_it_is_older()
    {
        trigger = trigger with { Marker = ".done" };
        Look(0);
        Look(10, File("a", 1, modified: 9), File("a.done", 0, modified: 3)).ShouldBeEmpty();
        Look(20, File("a", 1, modified: 9), File("a.done", 0, modified: 11)).ShouldBe(["a"]);
        Look(30, File("a", 1, modified: 9)).ShouldBeEmpty();
    }

    [Fact]
    public void The_oldest_file_comes_first()
    {
        Look(0);
        Look(10, File("b", 1, modified: 7), File("a", 1, modified: 8), File("c", 1, modified: 7));
        Look(20, File("b", 1, modified: 7), File("a", 1, modified: 8), File("c", 1, modified: 7)).ShouldBe(["b", "c", "a"]);
    }

    private static SeenFile File(string path, long length, int modified) => new(path, length, Start.AddSeconds(modified).UtcTicks);

    /// <summary>Looks, keeps what is to be kept, and starts what is to be started.</summary>
    private List<string> Look(int second, params SeenFile[] files)
    {
        var look = FileLook.At(trigger, files, hasLooked ? known : null, Start, Start.AddSeconds(second));
        hasLooked = true;
        foreach (var file in look.Changed)
            known[file.Path] = file;
        foreach (var file in look.Ready)
            known[file.Path] = known[file.Path] with { Done = file.Version };
        return [.. look.Ready.Select(file => file.Path)];
    }
}
