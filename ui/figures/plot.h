// One plot as plain data: axes and what is drawn between them. Drawn by plot_drawing.h alike in the window, in reports and in files.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>

#include <vector>

namespace leukolens::ui {

/// A colour by what it is for; FigureStyle says which it is.
struct Ink {
    enum Kind { Text, Muted, Grid, Series };
    Kind kind = Text;
    int series = 0;   ///< Okabe–Ito, modulo its size
    int alpha = 255;  ///< 0…255
};

struct PlotAxis {
    QString label;
    double low = 0, high = 1;   ///< low > high: reversed
    std::vector<double> ticks;  ///< between low and high; grid lines on the y axis. None: no axis is drawn
    QStringList tickLabels;     ///< one a tick; empty: the numbers
    bool grid = false;
    bool slanted = false;       ///< tick labels of the x axis that would run into one another
};

enum class PlotMarker { None, Disc, Ring, Square, Diamond };

struct PlotLine {
    std::vector<QPointF> points;  ///< a point that is no number leaves a gap
    Ink ink;
    double widthPx = 1.8;         ///< 0: markers alone
    Qt::PenStyle style = Qt::SolidLine;
    PlotMarker marker = PlotMarker::None;
    double markerPx = 3;          ///< radius
};

struct PlotBand {
    std::vector<double> x, low, high;
    Ink ink;
};

struct PlotBox {
    QRectF box;  ///< in values of the axes
    Ink ink;
    bool framed = false;
};

struct PlotText {
    QString text;
    QPointF at;  ///< in values of the axes
    Ink ink;
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    double scale = 1;  ///< of the figure's text
};

/// Boxes first, then bands, lines, texts.
struct Plot {
    QString title;
    PlotAxis x, y;
    std::vector<PlotBox> boxes;
    std::vector<PlotBand> bands;
    std::vector<PlotLine> lines;
    std::vector<PlotText> texts;
};

/// Round tick values that enclose low…high: 1, 2 or 5 times a power of ten apart, about `wanted` of them (at least two).
std::vector<double> niceTicks(double low, double high, int wanted);

}  // namespace leukolens::ui
