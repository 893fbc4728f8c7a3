using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Functions.DeadLetters;

/// <summary>A dead letter as the API shows it.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Status">What became of it.</param>
/// <param name="PipelineId">The pipeline.</param>
/// <param name="PipelineName">Its name when it ran.</param>
/// <param name="PipelineVersion">The version that rejected it.</param>
/// <param name="RunId">The run that rejected it.</param>
/// <param name="Step">The step of the first reason.</param>
/// <param name="Field">The field of the first reason.</param>
/// <param name="Rule">The rule of the first reason.</param>
/// <param name="Code">The code of the first reason; <c>GET /error-codes/{code}</c> explains it.</param>
/// <param name="SourcePartition">The partition of the source that it is from.</param>
/// <param name="SourceOrdinal">Its number in that partition, from 0.</param>
/// <param name="AsRead">Whether the record is as read; false where it is as the steps gave it to the destination.</param>
/// <param name="Record">The record.</param>
/// <param name="EditedRecord">The record as a user mended it.</param>
/// <param name="Errors">All reasons.</param>
/// <param name="Attempts">How often it was replayed.</param>
/// <param name="ReplayRunId">The run that is replaying it, or did last.</param>
/// <param name="Claimed">Whether that run holds it: it is changed or replayed again once the run has ended, was tried again, or given up (<c>POST /dead-letters/release</c>).</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="CreatedAt">When it was rejected.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record DeadLetterAnswer(
    string Id,
    DeadLetterStatus Status,
    string PipelineId,
    string PipelineName,
    int PipelineVersion,
    string RunId,
    string Step,
    string? Field,
    string Rule,
    string Code,
    int SourcePartition,
    long SourceOrdinal,
    bool AsRead,
    JsonElement Record,
    JsonElement? EditedRecord,
    IReadOnlyList<RecordError> Errors,
    int Attempts,
    string? ReplayRunId,
    bool Claimed,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The answer for a dead letter.</summary>
    public static DeadLetterAnswer Of(DeadLetter letter) => new(
        letter.Id,
        letter.Status,
        letter.PipelineId,
        letter.PipelineName,
        letter.PipelineVersion,
        letter.RunId,
        letter.Rejected.Errors[0].Step,
        letter.Rejected.Errors[0].Field,
        letter.Rejected.Errors[0].Rule,
        letter.Rejected.Errors[0].Code,
        letter.Rejected.Partition,
        letter.Rejected.Ordinal,
        letter.Rejected.AsRead,
        RecordJson.Parse(letter.Rejected.Record),
        letter.Edited is { } edited ? RecordJson.Parse(edited) : null,
        letter.Rejected.Errors,
        letter.Attempts,
        letter.ReplayRunId,
        letter.Claimed,
        letter.Version,
        letter.CreatedAt,
        letter.UpdatedAt);
}
