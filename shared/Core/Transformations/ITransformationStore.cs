using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Transformations;

/// <summary>The saved transformations and their versions, which never change and outlive their transformation, for the runs that refer to them.</summary>
public interface ITransformationStore
{
    /// <summary>Saves a new transformation as version 1; id, version and times of <paramref name="transformation"/> are set by the store.</summary>
    /// <exception cref="ConflictException">The name is taken.</exception>
    Task<SavedTransformation> CreateAsync(SavedTransformation transformation, CancellationToken cancellationToken);

    /// <summary>The newest version, or null.</summary>
    Task<SavedTransformation?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The versions that are referred to, in any order; a reference to what is not there, or was deleted, has none.</summary>
    Task<IReadOnlyList<SavedTransformation>> FindAsync(IReadOnlyCollection<TransformationReference> references, CancellationToken cancellationToken);

    /// <summary>The versions that a run refers to by number, in any order, also those of transformations that were deleted since.</summary>
    Task<IReadOnlyList<SavedTransformation>> FindVersionsAsync(IReadOnlyCollection<TransformationReference> references, CancellationToken cancellationToken);

    /// <summary>A page of transformations, newest version each; <see cref="PageRequest.Query"/> is looked for in names.</summary>
    Task<Page<SavedTransformation>> ListAsync(PageRequest request, CancellationToken cancellationToken);

    /// <summary>A page of the versions of a transformation, newest first unless sorted by <c>version</c>; empty when there is no such transformation.</summary>
    Task<Page<SavedTransformation>> ListVersionsAsync(string id, PageRequest request, CancellationToken cancellationToken);

    /// <summary>Saves the next version.</summary>
    /// <exception cref="ConflictException">The name is taken by another.</exception>
    /// <exception cref="StaleVersionException"><paramref name="expectedVersion"/> is given and not the newest.</exception>
    /// <exception cref="KeyNotFoundException">There is no such transformation.</exception>
    Task<SavedTransformation> UpdateAsync(SavedTransformation transformation, int? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Deletes the transformation; its versions stay for the runs that refer to them.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="ConflictException">A pipeline's newest version uses it.</exception>
    /// <exception cref="StaleVersionException"><paramref name="expectedVersion"/> is given and not the newest.</exception>
    Task<bool> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken);
}
