using Xunit;

namespace DataAggregator.Tests.Fixtures;

/// <summary>A test that needs a <see cref="SmallDisk"/>, and is skipped where none may be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.IsPossible ? null : "This machine does not let a process mount a disk of its own (unshare --mount).";
}
