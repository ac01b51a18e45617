/**
 * Pages for people: one HTML file that is whole, so that it opens without a network and can be filed with a run.
 *
 * <p>A {@link dev.evenkeel.report.Page} is a Mustache template, a tree of texts for it, and {@link dev.evenkeel.report.Chart}s;
 * styles, scripts and the chart library (uPlot) are put into the page, and a content security policy that names each of them by
 * its hash lets nothing else run and nothing be loaded. Charts are data here: what draws them is {@code charts.js} in the
 * reader's browser, and every chart has a table for those who cannot see it. {@link dev.evenkeel.report.RunReport} tells of one
 * run; the laboratory's page is made in the same frame.
 *
 * <p>Only files of a run are read; everything here belongs to one thread at a time.
 */
package dev.evenkeel.report;
