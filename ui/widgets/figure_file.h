// A drawing as a file for a paper.
#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>

#include <functional>

class QPaintDevice;

namespace leukolens::ui {

enum class FigureFormat { Pdf, Svg, Png, Csv };

/// By the file's ending; Pdf for an unknown one.
FigureFormat figureFormatOf(const QString& file);

/// The file's name, and where it ends in none of the four ways, with the ending of a file dialog's filter behind it ("SVG (*.svg)"); .pdf for no filter.
QString withFigureEnding(const QString& file, const QString& filter);

/// PDF and SVG are lines and letters, PNG has 300 dots an inch on white; never Csv. size: px of 1/96 inch. `draw` gets a device and how many of its units make a px: `pdfUnits` in a PDF
/// (more of them: letters are shifted less by rounding), 1 elsewhere. Needs a QGuiApplication; any one thread.
QByteArray figureFile(const QSize& size, FigureFormat format, int pdfUnits, const std::function<void(QPaintDevice&, int unitsPerPx)>& draw);

}  // namespace leukolens::ui
